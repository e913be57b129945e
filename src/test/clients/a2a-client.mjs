// a2a-client.mjs BASE ADMIN AGENT: the card, a message, and after a sleep of the agent a message and a stream after
// another. Prints what it saw.
import './old-node.mjs';
import { randomUUID } from 'node:crypto';
import { Role, TaskState } from '@a2a-js/sdk';
import { ClientFactory, DefaultAgentCardResolver } from '@a2a-js/sdk/client';
import { asleep } from './asleep.mjs';

const [base, admin, agent] = process.argv.slice(2);
const PATIENCE = 180_000;

setTimeout(() => {
  console.error(`not done in ${PATIENCE} ms`);
  process.exit(1);
}, PATIENCE);

function message(value) {
  return {
    tenant: '',
    message: {
      messageId: randomUUID(),
      contextId: '',
      taskId: '',
      role: Role.ROLE_USER,
      parts: [{ content: { $case: 'text', value }, metadata: undefined, filename: '', mediaType: 'text/plain' }],
      metadata: undefined,
      extensions: [],
      referenceTaskIds: [],
    },
    configuration: undefined,
    metadata: undefined,
  };
}

/** The name of a step, and what was in it. */
function told({ payload: { $case, value } }) {
  const state = value.status && TaskState[value.status.state];
  return state ?? value.artifact?.parts[0].content.value ?? $case;
}

const card = await new DefaultAgentCardResolver().resolve(`${base}/`);
const client = await new ClientFactory().createFromAgentCard(card);
const ask = async (value) => (await client.sendMessage(message(value))).parts[0].content.value;

const said = [await ask('hello')];
await asleep(admin, agent);
said.push(await ask('again'));
await asleep(admin, agent);
const steps = [];
for await (const event of client.sendMessageStream(message('work'))) {
  steps.push(told(event));
}

console.log(JSON.stringify({ url: card.supportedInterfaces[0].url, said, steps }));
process.exit(0);
