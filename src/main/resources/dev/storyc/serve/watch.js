// The page while its build runs: what became of each take, as it happens.
(() => {
  const line = document.createElement('p');
  line.className = 'sub live';
  line.setAttribute('role', 'status');
  line.textContent = 'The build runs.';
  document.querySelector('.top > div').append(line);
  const source = new EventSource('events');
  let words = line.textContent;
  const say = text => {
    words = text;
    line.textContent = text;
  };
  source.addEventListener('take', event => {
    const { variant, clip, take, change } = JSON.parse(event.data);
    window.storyc.update(variant, clip, take, change);
  });
  // The figures were those of the page when it was made: what changes is said in the line, and by the states.
  for (const figure of document.querySelectorAll('.totals > div')) {
    if (/^(Spent|Estimated)/.test(figure.textContent)) figure.hidden = true;
  }
  const states = counts => {
    const meter = document.querySelector('.meter');
    const pills = document.querySelector('.states');
    meter.replaceChildren();
    for (const pill of pills.children) pill.hidden = !counts[pill.dataset.state];
    for (const [state, count] of Object.entries(counts)) {
      const part = document.createElement('i');
      part.className = 's-' + state;
      part.style.setProperty('--n', count);
      meter.append(part);
      let pill = [...pills.children].find(one => one.dataset.state === state);
      if (!pill) {
        pill = document.createElement('button');
        pill.type = 'button';
        pill.disabled = true;
        pill.className = 's-' + state;
        pill.dataset.state = state;
        const dot = document.createElement('span');
        dot.className = 'dot';
        pill.append(dot, state === 'cached' ? 'held' : state.replace('-', ' '), document.createElement('b'));
        pills.append(pill);
      }
      pill.querySelector('b').textContent = count;
    }
  };
  source.addEventListener('tally', event => {
    const tally = JSON.parse(event.data);
    say(tally.words);
    states(tally.states);
  });
  source.addEventListener('end', event => {
    source.close();
    document.documentElement.dataset.live = 'over';
    say(JSON.parse(event.data).words);
  });
  source.addEventListener('open', () => {
    document.documentElement.dataset.live = 'yes';
    line.textContent = words;
  });
  source.addEventListener('error', () => {
    document.documentElement.dataset.live = 'lost';
    line.textContent = words + ' — The build is out of reach; trying again.';
  });
})();
