import LazaretCore

/// The last 24 hours as stacked bars, one an hour: an inline SVG without a script or a style of its own. The same numbers
/// stand in a table beside it, for those who do not see the picture.
enum OutcomeChart {
    /// What a bar is made of, from below.
    enum Band: String, CaseIterable {
        case succeeded, failed, refused, denied, dryRun = "dry_run"

        var title: String {
            switch self {
            case .succeeded: "succeeded"
            case .failed: "failed, timed out, cancelled"
            case .refused: "refused, expired"
            case .denied: "denied"
            case .dryRun: "dry run"
            }
        }

        var states: [ActionState] {
            switch self {
            case .succeeded: [.succeeded]
            case .failed: [.failed, .timedOut, .cancelled]
            case .refused: [.refused, .expired]
            case .denied: [.denied]
            case .dryRun: [.dryRun]
            }
        }

        func count(in hour: StatusReport.Hour) -> Int { states.reduce(0) { $0 + (hour.counts[$1] ?? 0) } }
    }

    private static let width = 720
    private static let height = 180
    private static let left = 44
    private static let bottom = 156
    private static let top = 12

    static func html(_ hours: [StatusReport.Hour]) -> HTML {
        let totals = hours.map { hour in Band.allCases.reduce(0) { $0 + $1.count(in: hour) } }
        let sum = totals.reduce(0, +)
        guard sum > 0 else { return "<p class=\"none\">Nothing became final in the last 24 hours.</p>" }
        let scale = rounded(totals.max() ?? 1)
        return """
            <figure><svg viewBox="0 0 \(width) \(height)" role="img" aria-label="\(sum) actions became final in the last 24 hours; \
            the numbers are in the table below">\(axis(scale))\(bars(hours, scale: scale))</svg>
            <figcaption>\(legend)</figcaption></figure>\(table(hours))
            """
    }

    /// The next of 1, 2, 5, 10, 20, …: what the axis ends at.
    private static func rounded(_ maximum: Int) -> Int {
        var step = 1
        while true {
            for factor in [1, 2, 5] where step * factor >= maximum { return step * factor }
            step *= 10
        }
    }

    private static func axis(_ scale: Int) -> HTML {
        let lines = [0, scale].map { value -> HTML in
            let y = bottom - (bottom - top) * value / scale
            return """
                <line class="axis" x1="\(left)" y1="\(y)" x2="\(width)" y2="\(y)"/>\
                <text class="tick" x="\(left - 6)" y="\(y + 4)" text-anchor="end">\(value)</text>
                """
        }
        return "\(lines)"
    }

    private static func bars(_ hours: [StatusReport.Hour], scale: Int) -> [HTML] {
        let slot = (width - left) / max(hours.count, 1)
        return hours.enumerated().map { index, hour in
            let x = left + index * slot
            var y = bottom
            var parts: [HTML] = []
            for band in Band.allCases {
                let count = band.count(in: hour)
                guard count > 0 else { continue }
                let tall = max(2, (bottom - top) * count / scale)
                y -= tall
                parts.append(
                    """
                    <rect class="band-\(band.rawValue)" x="\(x + 2)" y="\(y)" width="\(slot - 4)" height="\(tall)">\
                    <title>\(hour.label) UTC: \(count) \(band.title)</title></rect>
                    """)
            }
            if index % 6 == 0 {
                parts.append("<text class=\"tick\" x=\"\(x + 2)\" y=\"\(bottom + 16)\">\(hour.label)</text>")
            }
            return "\(parts)"
        }
    }

    private static var legend: [HTML] {
        Band.allCases.map { band in
            """
            <span class="key"><svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">\
            <rect class="band-\(band.rawValue)" width="10" height="10"/></svg>\(band.title)</span>
            """
        }
    }

    private static func table(_ hours: [StatusReport.Hour]) -> HTML {
        let heads = Band.allCases.map { "<th scope=\"col\">\($0.title)</th>" as HTML }
        let rows = hours.filter { !$0.counts.isEmpty }.map { hour -> HTML in
            let cells = Band.allCases.map { "<td class=\"number\">\($0.count(in: hour))</td>" as HTML }
            return "<tr><th scope=\"row\">\(hour.label)</th>\(cells)</tr>"
        }
        return """
            <details id="hours"><summary>As a table</summary><div class="scroll" id="hours-scroll" tabindex="0" role="region" \
            aria-label="Outcomes by the hour"><table><thead><tr><th scope="col">hour (UTC)</th>\(heads)</tr></thead>\
            <tbody>\(rows)</tbody></table></div></details>
            """
    }
}
