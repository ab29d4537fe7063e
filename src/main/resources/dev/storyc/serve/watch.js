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
  source.addEventListener('tally', event => say(JSON.parse(event.data).words));
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
