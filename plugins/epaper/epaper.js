// Search in the issue, and ← → between pages and articles. Nothing is sent anywhere: what is searched is in the page.
(function () {
  "use strict";

  document.addEventListener("keydown", function (event) {
    var rel = event.key === "ArrowLeft" ? "prev" : event.key === "ArrowRight" ? "next" : null;
    if (!rel || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    var link = document.querySelector('.turn a[rel="' + rel + '"]');
    if (link) location.href = link.href;
  });

  var form = document.querySelector("form.find[data-here]");
  if (!form) return;
  var input = form.querySelector("input");
  var status = document.getElementById("found");
  var items = Array.prototype.map.call(document.querySelectorAll("#index > li"), function (item) {
    var hit = item.querySelector(".hit");
    return { item: item, hit: hit, full: hit.textContent, text: item.textContent.toLowerCase() };
  });

  // The text around the first of the words, with all of them marked.
  function show(entry, words) {
    var low = entry.full.toLowerCase();
    var first = words.reduce(function (best, word) {
      var at = low.indexOf(word);
      return at >= 0 && (best < 0 || at < best) ? at : best;
    }, -1);
    var from = Math.max(0, first - 30);
    var part = entry.full.slice(from, from + 120);
    var safe = words.map(function (word) { return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"); });
    entry.hit.textContent = from > 0 ? "…" : "";
    part.split(new RegExp("(" + safe.join("|") + ")", "i")).forEach(function (piece, i) {
      var node = document.createElement(i % 2 ? "mark" : "span");
      node.textContent = piece;
      entry.hit.appendChild(node);
    });
    if (from + 120 < entry.full.length) entry.hit.append("…");
  }

  function search() {
    var words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    var n = 0;
    items.forEach(function (entry) {
      var found = words.length > 0 && words.every(function (word) { return entry.text.indexOf(word) >= 0; });
      entry.item.hidden = !found;
      if (found) { show(entry, words); n++; }
    });
    status.textContent = !words.length ? "" : n ? n + " " + status.dataset.found : status.dataset.nothing;
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    search();
    if (history.replaceState) { try { history.replaceState(null, "", "?q=" + encodeURIComponent(input.value)); } catch (e) { /* a file has no history */ } }
  });
  input.addEventListener("input", search);
  input.value = new URLSearchParams(location.search).get("q") || "";
  search();
})();
