// Says that the line is down, and that what is on the page can still be read.
export function enhance(notice) {
  const tell = () => { notice.hidden = navigator.onLine; };
  addEventListener("online", tell);
  addEventListener("offline", tell);
  tell();
}
