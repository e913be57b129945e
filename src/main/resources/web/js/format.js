// Times, spans and sizes in words.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const time = new Intl.DateTimeFormat(undefined, {hour: "2-digit", minute: "2-digit", hourCycle: "h23"});
const exact = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
});
const full = new Intl.DateTimeFormat(undefined, {dateStyle: "medium", timeStyle: "medium", hourCycle: "h23"});
const weekday = new Intl.DateTimeFormat(undefined, {weekday: "long"});
const day = new Intl.DateTimeFormat(undefined, {day: "numeric", month: "short"});

/** A number of milliseconds: "0.21 s", "6.4 s", "27 min", "3 h 12 min", "3 days". */
export function span(ms) {
  if (ms < 995) {
    return `${(ms / 1000).toFixed(2)} s`;
  }
  if (ms < 9_950) {
    return `${(ms / 1000).toFixed(1)} s`;
  }
  if (ms < MINUTE) {
    return `${Math.round(ms / 1000)} s`;
  }
  return long(ms);
}

/** Whole seconds, as nobody reads the tenths of a number that moves. */
export function left(ms) {
  return ms < MINUTE ? `${Math.max(0, Math.ceil(ms / 1000))} s` : long(ms);
}

/** How long ago, as short as it can be said. */
export function ago(ms) {
  if (ms < MINUTE) {
    return "now";
  }
  if (ms < HOUR) {
    return `${Math.floor(ms / MINUTE)} min`;
  }
  return ms < DAY ? `${Math.floor(ms / HOUR)} h` : days(ms);
}

/** "06:50" today, "Thursday" this week, "3 Nov" before. */
export function since(at, now) {
  const date = new Date(at);
  if (date.toDateString() === new Date(now).toDateString()) {
    return time.format(date);
  }
  return now - at < 6 * DAY ? weekday.format(date) : day.format(date);
}

/** "18:00" today, "Tue 18:00" otherwise. */
export function until(at, now) {
  const date = new Date(at);
  const today = date.toDateString() === new Date(now).toDateString();
  return today ? time.format(date) : `${weekday.format(date).slice(0, 3)} ${time.format(date)}`;
}

export const clock = (at) => time.format(new Date(at));
export const clockWithSeconds = (at) => exact.format(new Date(at));

/** Date and time, in full. */
export const moment = (at) => full.format(new Date(at));

/** "712 MiB", "1.1 GiB". */
export function bytes(count) {
  const mebibytes = count / 1024 / 1024;
  if (mebibytes < 9.95) {
    return `${mebibytes.toFixed(1)} MiB`;
  }
  return mebibytes < 1000 ? `${Math.round(mebibytes)} MiB` : `${gibibytes(count)} GiB`;
}

export const gibibytes = (count) => (count / 1024 / 1024 / 1024).toFixed(1);

export const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

function long(ms) {
  if (ms < HOUR) {
    return `${Math.round(ms / MINUTE)} min`;
  }
  if (ms >= DAY) {
    return days(ms);
  }
  const minutes = Math.round((ms % HOUR) / MINUTE);
  const hours = Math.floor(ms / HOUR);
  return minutes === 0 ? `${hours} h` : minutes === 60 ? `${hours + 1} h` : `${hours} h ${minutes} min`;
}

function days(ms) {
  return plural(Math.floor(ms / DAY), "day");
}
