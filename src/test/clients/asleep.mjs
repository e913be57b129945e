const PATIENCE = 60_000;
const BETWEEN_LOOKS = 100;

/** Returns when the admin API says that the agent is paused; asking there wakes nobody. */
export async function asleep(admin, agent) {
  const deadline = Date.now() + PATIENCE;
  let state;
  do {
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS));
    const answer = await fetch(`${admin}/api/v1/agents/${agent}`);
    ({ state } = await answer.json());
  } while (state !== 'paused' && Date.now() < deadline);
  if (state !== 'paused') {
    throw new Error(`${agent} is still ${state} after ${PATIENCE} ms`);
  }
}
