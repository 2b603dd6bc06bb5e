// On a phone the navigation lies over the page. Once it has led somewhere it goes out of the way.
const PHONE = 768;

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest('[data-testid="stSidebarNavLink"]');
  if (!link || window.innerWidth > PHONE) return;
  document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
});

// Streamlit's list of pages holds groups and links side by side, which no list may: screen readers get links alone.
new MutationObserver(() => {
  const entries = document.querySelectorAll('[data-testid="stSidebarNavItems"], [data-testid="stSidebarNavItems"] li');
  for (const entry of entries) entry.setAttribute("role", "presentation");
}).observe(document.body, { childList: true, subtree: true });
