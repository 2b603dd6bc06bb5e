// On a phone the navigation lies over the page. Once it has led somewhere it goes out of the way.
const PHONE = 768;

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest('[data-testid="stSidebarNavLink"]');
  if (!link || window.innerWidth > PHONE) return;
  document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
});

// Roles for screen readers that Streamlit gives wrongly. Its list of pages holds groups and links side by side, which no
// list may; where files are dropped it is a named group, and says that it is nothing. Its short notices name a heading
// that they do not have.
const ROLES = {
  '[data-testid="stSidebarNavItems"], [data-testid="stSidebarNavItems"] li': "presentation",
  '[data-testid="stFileUploaderDropzone"]': "group",
};


new MutationObserver(() => {
  const over = document.querySelector('[data-session="over"]');
  if (over && !history.state?.over) {
    history.replaceState({ ...history.state, over: true }, ""); // once, whatever the answer is
    const here = encodeURIComponent(location.pathname + location.search);
    if (over.dataset.onward) location.replace(`${over.dataset.onward}&next=${here}`);
    else location.reload();
  }
  const language = document.querySelector("[data-language]")?.dataset.language;
  if (language && document.documentElement.lang !== language) document.documentElement.lang = language;
  for (const [places, role] of Object.entries(ROLES)) {
    for (const place of document.querySelectorAll(places)) {
      if (place.getAttribute("role") !== role) place.setAttribute("role", role);
    }
  }
  for (const notice of document.querySelectorAll('[data-testid="stToast"][aria-labelledby]')) {
    notice.removeAttribute("aria-labelledby");
    notice.setAttribute("aria-label", notice.textContent);
  }
}).observe(document.body, { childList: true, subtree: true });
