// Runs before the page is painted, so that it is not painted twice: the reader's
// choice of dark or light, if there is one.
try {
  const theme = localStorage.getItem("gosyncio:theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch {
  // Without storage the system's choice counts.
}
