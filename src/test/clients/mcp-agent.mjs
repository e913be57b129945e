// An MCP server that keeps its sessions in memory. Its one tool counts the calls of a session, and tells of each on the
// event stream that the client keeps open.
import './old-node.mjs';
import { randomUUID } from 'node:crypto';
import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';

const sessions = new Map();

function counter() {
  const server = new McpServer({ name: 'counter', version: '1.0.0' }, { capabilities: { logging: {} } });
  let calls = 0;
  server.registerTool('count', { description: 'How often it was called in this session' }, async () => {
    calls++;
    await server.sendLoggingMessage({ level: 'info', data: `call ${calls}` });
    return { content: [{ type: 'text', text: JSON.stringify({ calls, pid: process.pid }) }] };
  });
  return server;
}

async function begin() {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => sessions.set(id, transport),
    onsessionclosed: (id) => sessions.delete(id),
  });
  await counter().connect(transport);
  return transport;
}

// its check against DNS rebinding is on: it looks at Host
const app = createMcpExpressApp();
app.all('/mcp', async (request, response) => {
  const id = request.get('mcp-session-id');
  const transport = id ? sessions.get(id) : await begin();
  if (transport) {
    await transport.handleRequest(request, response, request.body);
  } else {
    response.sendStatus(404);
  }
});
app.listen(Number(process.env.PORT), '127.0.0.1');
