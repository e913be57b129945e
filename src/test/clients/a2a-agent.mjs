// An A2A agent: it answers "work" with a task that goes through its states, anything else with a message.
import './old-node.mjs';
import { randomUUID } from 'node:crypto';
import { AGENT_CARD_PATH, Role, TaskState } from '@a2a-js/sdk';
import { AgentEvent, DefaultRequestHandler, InMemoryTaskStore } from '@a2a-js/sdk/server';
import { agentCardHandler, jsonRpcHandler, UserBuilder } from '@a2a-js/sdk/server/express';
import express from 'express';

let requests = 0;

function card(url) {
  return {
    name: 'worker',
    description: 'Answers, and works in steps',
    version: '1.0.0',
    supportedInterfaces: [{ url, protocolBinding: 'JSONRPC', tenant: '', protocolVersion: '1.0' }],
    provider: undefined,
    capabilities: { streaming: true, pushNotifications: false, extensions: [] },
    securitySchemes: {},
    securityRequirements: [],
    defaultInputModes: ['text/plain'],
    defaultOutputModes: ['text/plain'],
    skills: [],
    signatures: [],
  };
}

function text(value) {
  return { content: { $case: 'text', value }, metadata: undefined, filename: '', mediaType: 'text/plain' };
}

function answer({ contextId }, value) {
  return AgentEvent.message({
    messageId: randomUUID(),
    contextId,
    taskId: '',
    role: Role.ROLE_AGENT,
    parts: [text(value)],
    metadata: undefined,
    extensions: [],
    referenceTaskIds: [],
  });
}

function work({ taskId, contextId }, value) {
  const status = (state) => ({ state, message: undefined, timestamp: new Date().toISOString() });
  const step = (state) => AgentEvent.statusUpdate({ taskId, contextId, status: status(state), metadata: undefined });
  const result = {
    artifactId: randomUUID(),
    name: 'result',
    description: '',
    parts: [text(value)],
    metadata: undefined,
    extensions: [],
  };
  return [
    AgentEvent.task({
      id: taskId,
      contextId,
      status: status(TaskState.TASK_STATE_SUBMITTED),
      artifacts: [],
      history: [],
      metadata: undefined,
    }),
    step(TaskState.TASK_STATE_WORKING),
    AgentEvent.artifactUpdate({ taskId, contextId, artifact: result, append: false, lastChunk: true, metadata: undefined }),
    step(TaskState.TASK_STATE_COMPLETED),
  ];
}

const executor = {
  async execute(context, bus) {
    requests++;
    const asked = context.userMessage.parts[0].content.value;
    const said = `${asked}: request ${requests} to ${process.pid}`;
    const events = asked === 'work' ? work(context, said) : [answer(context, said)];
    events.forEach((event) => bus.publish(event));
    bus.finished();
  },
  async cancelTask() {},
};

/** Where the caller found it: behind a gateway only the gateway knows. */
function outside(request) {
  const host = request.get('x-forwarded-host') ?? request.get('host');
  return `${request.get('x-forwarded-proto') ?? 'http'}://${host}${request.get('x-forwarded-prefix') ?? ''}/a2a`;
}

const app = express();
app.use(`/${AGENT_CARD_PATH}`, (request, response, next) => {
  agentCardHandler({ agentCardProvider: async () => card(outside(request)) })(request, response, next);
});
const requestHandler = new DefaultRequestHandler(card('/a2a'), new InMemoryTaskStore(), executor);
app.use('/a2a', jsonRpcHandler({ requestHandler, userBuilder: UserBuilder.noAuthentication }));
app.listen(Number(process.env.PORT), '127.0.0.1');
