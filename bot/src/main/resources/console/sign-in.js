// Returns to the address that was asked for: the server does not see what is after the #.
const begin = document.getElementById('begin');
const show = () => {
  begin.href = location.pathname.startsWith('/sign-in')
    ? '/sign-in'
    : `/sign-in?to=${encodeURIComponent(location.pathname + location.hash)}`;
};
window.addEventListener('hashchange', show);
show();
