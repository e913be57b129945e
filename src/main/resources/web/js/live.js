// The event stream. The browser sends Last-Event-ID when it reconnects by itself; when it gives up, this does not.

import {get} from "./api.js";

const RETRY = 3000;
const AGENT = ["discovered", "updated", "removed", "waking", "ready", "wake-failed", "idle", "paused", "stopped",
  "crashed", "restarting", "failed", "reset", "recovered"].map((name) => `agent.${name}`);
const OTHERS = ["runtime.connected", "runtime.disconnected", "config.reloaded", "config.rejected", "alert.sent",
  "alert.failed", "gateway.started", "gateway.stopping"];
const TYPES = [...AGENT, ...OTHERS].map((name) => `reveille.${name}`);

/** `hear.opened()` at each (re)connect, `hear.lost()`, and `hear.event({id, type, data})`. */
export function follow(hear) {
  const source = new EventSource("/api/v1/events");
  source.onopen = () => hear.opened();
  source.onerror = () => {
    hear.lost();
    if (source.readyState === EventSource.CLOSED) {
      // an answer other than 200: perhaps the session has ended, which this call finds out
      get("/session").catch(() => {});
      setTimeout(() => follow(hear), RETRY);
    }
  };
  for (const type of TYPES) {
    source.addEventListener(type, (message) =>
      hear.event({id: message.lastEventId, type, data: JSON.parse(message.data)}));
  }
}
