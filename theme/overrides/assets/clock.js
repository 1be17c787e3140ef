// Says whether the helpdesk is open now, in its own time zone wherever the reader is. The page
// says without this script when it is open; nothing is said about days nobody has decided on.
"use strict";
{  // a scope of its own: a page has several scripts

function start(place) {
  const rule = JSON.parse(place.dataset.clock);
  const lang = place.closest("[lang]").lang;
  const parts = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", {
    timeZone: rule.zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit",
  });
  const long = new Intl.DateTimeFormat(lang, {
    timeZone: "UTC", year: "numeric", month: "long", day: "numeric", weekday: "long",
  });

  // A day is counted as midnight UTC of its date: there every day has 24 hours.
  const isWorkday = (day) => {
    const iso = day.toISOString().slice(0, 10);
    const weekday = (day.getUTCDay() + 6) % 7;
    if (!rule.years.includes(day.getUTCFullYear())) return null;
    if (!rule.days.includes(weekday) || rule.closed.includes(iso)) return false;
    const [from, to] = rule.undecided ?? ["99", ""];
    return iso.slice(5) >= from || iso.slice(5) <= to ? null : true;
  };

  const say = () => {
    const now = Object.fromEntries(parts.formatToParts(Date.now()).map((p) => [p.type, p.value]));
    const today = new Date(`${now.year}-${now.month}-${now.day}T00:00:00Z`);
    const time = `${now.hour}:${now.minute}`;
    const works = isWorkday(today);
    const within = rule.opens <= time && time < rule.closes;
    if (works === null && within) return "";
    if (works && within) return rule.open.replace("[closes]", rule.closes);
    const day = new Date(today);
    if (time >= rule.opens) day.setUTCDate(day.getUTCDate() + 1);
    while (isWorkday(day) === false) day.setUTCDate(day.getUTCDate() + 1);
    if (isWorkday(day) === null) return works === null && time < rule.opens ? "" : rule.shut;
    return rule.shut + rule.next.replace("[day]", long.format(day)).replace("[opens]", rule.opens);
  };

  const show = () => {
    const said = say();
    if (place.textContent !== said) place.textContent = said;
    place.hidden = !said;
  };
  show();
  setInterval(show, 500);
}

for (const place of document.querySelectorAll("[data-clock]")) start(place);
}
