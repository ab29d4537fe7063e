const meter = document.querySelector('.meter');
const pills = [...document.querySelectorAll('[data-state]')];
for (const pill of pills) {
  meter.append(el('i', { class: 's-' + pill.dataset.state, style: { '--n': pill.dataset.count } }));
  pill.addEventListener('click', () => {
    filtering.state = filtering.state === pill.dataset.state ? '' : pill.dataset.state;
    const chosenState = form.querySelector('select[name=state]');
    if (chosenState) chosenState.value = filtering.state;
    filter();
  });
}

// For a page that is served while its build runs: what became of one take.
window.storyc = {
  update(variantName, clipId, number, change) {
    const clip = clipAt(variantName, clipId);
    const take = clip && clip.takes.find(one => one.number === number);
    if (!take) return false;
    Object.assign(take, change);
    const section = rows.get(clip.variant);
    section.querySelector('.sums').textContent = sums(clip.variant);
    const old = [...section.strip.children].find(item => item.clip === clip);
    if (old && (!playing || playing.item !== old)) {
      const held = old.contains(document.activeElement);
      const fresh = tile(clip);
      fresh.querySelector('.frame').tabIndex = old.querySelector('.frame').tabIndex;
      old.replaceWith(fresh);
      if (held) fresh.querySelector('.frame').focus();
    }
    return true;
  },
};

makeRows();
makeFilters();
readAddress();
// What is seen first is there with the first picture of the page, and not a moment later.
[...rows.values()].filter(section => !section.hidden).slice(0, 4).forEach(fill);
addEventListener('hashchange', readAddress);
document.documentElement.dataset.ready = 'yes';
