// Calls of the admin API. A refusal is a Problem; who is not signed in is sent to the login page.

const BASE = "/api/v1";
const TRIES = 3;
const BETWEEN_TRIES = 400;

/** A refusal of RFC 9457. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || `Reveille answered ${status}.`);
    this.status = status;
    this.type = body.type ?? "";
  }

  get inUse() {
    return this.type.endsWith(":agent-in-use");
  }
}

export const get = (path) => call("GET", path);
export const post = (path, body) => call("POST", path, body);
export const put = (path, body) => call("PUT", path, body);
export const remove = (path) => call("DELETE", path);

/** Every item of a list that comes in pages. */
export async function all(path) {
  const items = [];
  let cursor = null;
  do {
    const page = await get(withQuery(path, cursor === null ? {limit: 1000} : {limit: 1000, cursor}));
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return items;
}

export function toLogin() {
  if (location.pathname !== "/login") {
    location.assign("/login");
  }
}

async function call(method, path, body) {
  const request = {method, headers: {Accept: "application/json"}, cache: "no-store"};
  if (body !== undefined) {
    request.headers["Content-Type"] = "application/json";
    request.body = JSON.stringify(body);
  }
  const response = await reach(BASE + path, request);
  const answer = await json(response);
  if (response.ok) {
    return answer;
  }
  if (response.status === 401) {
    toLogin();
  }
  throw new Problem(response.status, answer);
}

/** A browser breaks off what is under way when a network comes or goes: what changes nothing is asked again. */
async function reach(url, request) {
  const tries = request.method === "GET" ? TRIES : 1;
  for (let left = tries - 1; ; left--) {
    try {
      return await fetch(url, request);
    } catch {
      if (left === 0) {
        throw new Error("Reveille cannot be reached.");
      }
      await new Promise((later) => setTimeout(later, BETWEEN_TRIES));
    }
  }
}

async function json(response) {
  const text = await response.text();
  try {
    return text ? JSON.parse(text) : {};
  } catch {
    return {detail: `Reveille answered ${response.status} with something else than JSON.`};
  }
}

function withQuery(path, parameters) {
  return `${path}${path.includes("?") ? "&" : "?"}${new URLSearchParams(parameters)}`;
}
