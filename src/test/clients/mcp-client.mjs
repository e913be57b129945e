// mcp-client.mjs BASE ADMIN AGENT: two calls in one session, and the agent asleep between them. Prints what it saw.
import './old-node.mjs';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { asleep } from './asleep.mjs';

const [base, admin, agent] = process.argv.slice(2);
const PATIENCE = 180_000;

setTimeout(() => {
  console.error(`not done in ${PATIENCE} ms`, { streams, heard });
  process.exit(1);
}, PATIENCE);

let streams = 0;
const heard = [];
let changed = () => {};

async function until(condition) {
  while (!condition()) {
    await new Promise((resolve) => {
      changed = resolve;
    });
  }
}

async function watchingStreams(url, options) {
  const answer = await fetch(url, options);
  if (options?.method === 'GET' && answer.ok) {
    streams++;
    changed();
  }
  return answer;
}

const transport = new StreamableHTTPClientTransport(new URL(`${base}/mcp`), { fetch: watchingStreams });
const client = new Client({ name: 'caller', version: '1.0.0' });
client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => {
  heard.push(params.data);
  changed();
});

async function count() {
  const { content } = await client.callTool({ name: 'count', arguments: {} });
  return JSON.parse(content[0].text);
}

await client.connect(transport);
await until(() => streams === 1);
const session = transport.sessionId;
const { tools } = await client.listTools();

const before = await count();
await until(() => heard.length === 1);
await asleep(admin, agent);
const after = await count();
await until(() => heard.length === 2);

await transport.terminateSession();
await client.close();
console.log(
  JSON.stringify({
    tools: tools.map(({ name }) => name),
    calls: [before.calls, after.calls],
    sameProcess: before.pid === after.pid,
    hasSession: Boolean(session),
    streams,
    heard,
  }),
);
process.exit(0);
