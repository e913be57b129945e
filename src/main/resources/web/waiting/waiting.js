'use strict';
(() => {
  const root = document.documentElement;
  const began = performance.now();
  const find = id => document.getElementById(id);
  const say = (id, text) => { const place = find(id); if (place) place.textContent = text; };
  const seconds = millis => (millis / 1000).toFixed(1) + ' s';
  const ends = [0]; // when each step that was seen ended
  let before = 0;
  let usual = 0;
  let now = null;

  const passed = () => before + performance.now() - began;

  const side = index => {
    if (index === now.at && now.side) return now.side;
    const end = index < now.at ? ends[index] : index === now.at ? passed() : undefined;
    const begin = index === 0 ? 0 : ends[index - 1];
    return end === undefined || begin === undefined ? '' : seconds(end - begin);
  };

  const drawSteps = kind => find('steps')?.replaceChildren(...now.steps.map((text, index) => {
    const step = document.createElement('li');
    const time = document.createElement('span');
    step.className = index < now.at ? 'done' : index === now.at ? kind : '';
    if (step.className === 'now') step.setAttribute('aria-current', 'step');
    time.textContent = side(index);
    step.append(document.createElement('i'), text, time);
    return step;
  }));

  const tick = () => {
    // never quite full before it is true
    const share = 1 - Math.exp(usual ? -1.6 * passed() / usual : -passed() / 8000);
    const percent = Math.min(97, Math.round(8 + 90 * share));
    root.style.setProperty('--done', percent + '%');
    root.style.setProperty('--rise', 140 - 1.6 * percent + 'px');
    find('bar')?.setAttribute('aria-valuenow', percent);
    say('elapsed', seconds(passed()) + ' so far');
    const time = find('steps')?.querySelector('.now span');
    if (time) time.textContent = side(now.at);
  };

  const source = new EventSource(document.currentScript.src.replace(/waiting\.js$/, 'progress'));
  const clock = setInterval(() => now && tick(), 200);
  const stop = () => { source.close(); clearInterval(clock); };
  const take = (event, kind) => {
    const seen = now;
    now = JSON.parse(event.data);
    if (kind === 'now') before = Math.max(before, now.elapsedMs - (performance.now() - began));
    // who comes late does not know how long the first steps took
    if (seen || now.at < 2 || now.elapsedMs < 1000) for (let i = ends.length; i < now.at; i++) ends[i] = passed();
    drawSteps(kind);
  };

  source.addEventListener('progress', event => {
    take(event, 'now');
    usual = now.usualMs;
    tick();
  });
  source.addEventListener('ready', event => {
    take(event, 'now');
    stop();
    root.style.setProperty('--done', '100%');
    say('note', 'Opening your page.');
    location.reload();
  });
  source.addEventListener('failed', event => {
    take(event, 'fail');
    stop();
    document.body.classList.replace('waiting', 'failed');
    document.title = now.title;
    ['title', 'about', 'note', 'details'].forEach(id => say(id, now[id]));
    find('again')?.focus();
  });
})();
