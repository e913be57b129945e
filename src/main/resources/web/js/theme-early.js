// Runs before the first paint, so that a page in the chosen theme does not flash in the other one.
try {
  const chosen = localStorage.getItem("reveille.theme");
  if (chosen === "light" || chosen === "dark") {
    document.documentElement.dataset.theme = chosen;
  }
} catch {
  // storage is switched off: the system's theme it is
}
