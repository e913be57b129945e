'use strict';
(() => {
  const root = document.documentElement;
  const find = id => document.getElementById(id);
  if (document.body.className !== 'waiting') return;
  const began = performance.now();
  let before = 0;
  let usual = 0;
  const seconds = millis => (millis / 1000).toFixed(1) + ' s';

  const show = () => {
    const passed = before + performance.now() - began;
    // never quite full before it is true
    const share = usual ? 1 - Math.exp(-1.6 * passed / usual) : 1 - Math.exp(-passed / 8000);
    const percent = Math.min(97, Math.round(8 + 90 * share));
    root.style.setProperty('--done', percent + '%');
    root.style.setProperty('--rise', 180 - 1.6 * percent + 'px');
    find('bar').setAttribute('aria-valuenow', percent);
    find('elapsed').textContent = seconds(passed) + ' so far';
  };
  const clock = setInterval(show, 200);
  show();

  const source = new EventSource(root.dataset.progress);
  const stop = () => { source.close(); clearInterval(clock); };
  source.addEventListener('progress', event => {
    const now = JSON.parse(event.data);
    before = Math.max(before, now.elapsedMs - (performance.now() - began));
    usual = now.usualMs;
    find('stepText').textContent = now.step;
    show();
  });
  source.addEventListener('ready', () => {
    stop();
    root.style.setProperty('--done', '100%');
    find('step').className = 'done';
    find('last').className = 'now';
    find('note').textContent = 'Opening your page.';
    location.reload();
  });
  source.addEventListener('failed', event => {
    const now = JSON.parse(event.data);
    stop();
    document.body.className = 'failed';
    document.title = find('title').textContent = now.title;
    find('about').textContent = now.about;
    find('step').className = 'fail';
    find('stepText').textContent = now.step;
    find('note').textContent = now.note;
    find('details').querySelector('pre').textContent = now.details;
    find('again').focus();
  });
})();
