/// The page's own style and script, served beside it: the Content-Security-Policy lets in nothing else.
enum StatusAssets {
    static let style = """
        :root { color-scheme: light dark; --paper: #fff; --ink: #16191d; --soft: #50565e; --line: #c9ced6; --card: #f2f4f7;
          --good: #14632f; --bad: #a11212; --warn: #fff3d6; --warn-ink: #4d3800; --link: #0b4fa8;
          --succeeded: #2a7f4f; --failed: #b3261e; --refused: #b26a00; --denied: #6b4fa0; --dry: #5b6b7c; }
        @media (prefers-color-scheme: dark) { :root { --paper: #14171b; --ink: #e9ecf0; --soft: #aab2bd; --line: #3a414a;
          --card: #1e2329; --good: #7fd6a0; --bad: #ff9a91; --warn: #3b2f10; --warn-ink: #ffe2a0; --link: #8ab8ff;
          --succeeded: #5cc48a; --failed: #f2766b; --refused: #e7a33e; --denied: #b79be8; --dry: #93a3b5; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 0 1rem 2rem; max-width: 78rem; background: var(--paper); color: var(--ink);
          font: 16px/1.5 system-ui, "DejaVu Sans", sans-serif; }
        header { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.5rem; padding: 1rem 0;
          border-bottom: 1px solid var(--line); }
        h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
        #state { flex: 1 1 14rem; } #state p { margin: 0; font-weight: 700; } #state ul { margin: 0; padding-left: 1.2rem; }
        .good { color: var(--good); } .bad, #silent { color: var(--bad); } #silent:empty { display: none; }
        form { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; }
        label { color: var(--soft); } input, button { font: inherit; color: inherit; background: var(--card);
          border: 1px solid var(--soft); border-radius: .3rem; padding: .3rem .6rem; } input { width: 16rem; max-width: 100%; }
        a { color: var(--link); }
        :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
        .skip { position: absolute; left: -100rem; } .skip:focus { left: 1rem; top: .5rem; background: var(--paper); }
        .pauses { background: var(--warn); color: var(--warn-ink); border: 1px solid currentColor; border-radius: .4rem;
          padding: .6rem 1rem; margin-top: 1rem; } .pauses h2 { margin: 0; } .pauses ul { margin: .3rem 0 0; padding-left: 1.2rem; }
        .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .6rem; margin: 1rem 0 0; }
        .cards div { background: var(--card); border: 1px solid var(--line); border-radius: .4rem; padding: .6rem .8rem; }
        dt, .more { color: var(--soft); font-size: .875rem; } dd { margin: 0; font-size: 1.3rem; font-weight: 600; }
        dd.more { font-weight: 400; }
        .gauges { list-style: none; margin: 0; padding: 0; display: grid; gap: .3rem; }
        .gauges li { display: grid; grid-template-columns: minmax(11rem, 20rem) minmax(8rem, 1fr) 10rem; gap: .3rem 1rem;
          align-items: center; } meter { width: 100%; height: 1.1rem; }
        @media (max-width: 40rem) { .gauges li { grid-template-columns: 1fr; margin-bottom: .6rem; } input { width: 100%; } }
        figure { margin: 0; } figure > svg { width: 100%; height: auto; max-height: 16rem; display: block; }
        figcaption { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; font-size: .875rem; }
        .swatch { width: .8rem; height: .8rem; margin-right: .4rem; }
        .axis { stroke: var(--line); } .tick { fill: var(--soft); font-size: 12px; }
        .band-succeeded { fill: var(--succeeded); } .band-failed { fill: var(--failed); } .band-refused { fill: var(--refused); }
        .band-denied { fill: var(--denied); } .band-dry_run { fill: var(--dry); }
        .scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .9rem; }
        th, td { border-bottom: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; }
        thead th { color: var(--soft); font-weight: 600; } tbody th { font-weight: 600; }
        .number, tbody th, time { font-variant-numeric: tabular-nums; } time, td code { white-space: nowrap; }
        small { color: var(--soft); font-weight: 400; } code { font-family: "DejaVu Sans Mono", monospace; font-size: .85em; }
        td code.id { white-space: normal; overflow-wrap: anywhere; color: var(--soft); display: inline-block; min-width: 11rem; }
        .state { font-weight: 600; } .state-succeeded { color: var(--good); }
        .state-failed, .state-timed_out, .state-refused, .state-expired { color: var(--bad); }
        .none, footer { color: var(--soft); } summary { cursor: pointer; } footer { margin-top: 2rem; font-size: .875rem; }

        """

    static let script = """
        "use strict";
        // Renews the page in place. What a person has opened, scrolled or focused stays as it is.
        const period = 5000;
        const silent = document.getElementById("silent");
        function keep(main) {
          const open = [...main.querySelectorAll("details[open]")].map((element) => element.id);
          const scrolled = [...main.querySelectorAll(".scroll")].map((element) => [element.id, element.scrollLeft]);
          const focused = main.contains(document.activeElement) ? document.activeElement.id : "";
          return () => {
            for (const id of open) { const element = document.getElementById(id); if (element) element.open = true; }
            for (const [id, left] of scrolled) { const element = document.getElementById(id); if (element) element.scrollLeft = left; }
            if (focused) { const element = document.getElementById(focused); if (element) element.focus({ preventScroll: true }); }
          };
        }
        async function renew() {
          if (document.hidden) return;
          try {
            const answer = await fetch(location.href, { cache: "no-store" });
            if (!answer.ok) throw new Error(String(answer.status));
            const page = new DOMParser().parseFromString(await answer.text(), "text/html");
            const restore = keep(document.getElementById("main"));
            for (const id of ["main", "state"]) {
              document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
            }
            restore();
            document.title = page.title;
            silent.textContent = "";
          } catch {
            if (!silent.textContent) silent.textContent = "No answer since " + new Date().toLocaleTimeString() + ": what is below is old.";
          }
        }
        setInterval(renew, period);
        document.addEventListener("visibilitychange", renew);

        """
}
