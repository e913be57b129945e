// Who shows something hears of its changes here, once a frame at most, however many there were.

const listeners = new Map();
const pending = new Map();
let scheduled = false;

/** `hear(details)` is called with the set of what was announced since the last frame. */
export function on(topic, hear) {
  const others = listeners.get(topic) ?? [];
  listeners.set(topic, [...others, hear]);
}

export function announce(topic, detail = null) {
  if (!pending.has(topic)) {
    pending.set(topic, new Set());
  }
  pending.get(topic).add(detail);
  if (!scheduled) {
    scheduled = true;
    requestAnimationFrame(deliver);
  }
}

function deliver() {
  scheduled = false;
  const batch = [...pending];
  pending.clear();
  for (const [topic, details] of batch) {
    (listeners.get(topic) ?? []).forEach((hear) => tell(hear, details));
  }
}

/** A part that breaks must not take the others with it. */
function tell(hear, details) {
  try {
    hear(details);
  } catch (fault) {
    reportError(fault);
  }
}
