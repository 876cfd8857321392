using System.Globalization;
using CreditHub.Connectors.Settings;
using CreditHub.Connectors.Sources.Rest.Requests;

namespace CreditHub.Connectors.Sources.Rest;

/// <summary>
/// Asks window by window, from the cursor to now less <paramref name="Lag"/>: a payload and a cursor for each. A window with more than <see cref="Most"/>
/// records is halved, down to <see cref="Least"/>. Each begins <see cref="Overlap"/> before the former one ended, because suppliers count borders in or out.
/// </summary>
internal sealed record TimeWindows(string From, string To, string Format, DateTimeOffset Start, TimeSpan Length, TimeSpan Lag)
{
    public TimeSpan Overlap { get; init; }

    /// <summary>Records of one window; null: any number.</summary>
    public int? Most { get; init; }

    public TimeSpan Least { get; init; }

    /// <summary>Windows of one run: the next run goes on.</summary>
    public int PerRun { get; init; }

    public static TimeWindows? Read(SettingsReader? reader, RestRequest request)
    {
        if (reader is null)
        {
            return null;
        }

        string start = reader.RequiredText("start");
        if (!DateOnly.TryParseExact(start, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && start.Length > 0)
        {
            reader.Add("start", start, "not a day", "write the first day the supplier has, as 2024-01-01");
        }

        int most = reader.Integer("maxPerWindow", 0, 0, 10_000_000);
        var windows = new TimeWindows(
            request.Names.Contains(Placeholder.Since) ? reader.Text("from", "") : reader.RequiredText("from"),
            request.Names.Contains(Placeholder.Until) ? reader.Text("to", "") : reader.RequiredText("to"),
            RestTime.ReadFormat(reader, "yyyy-MM-dd HH:mm:ss"),
            RestTime.StartOf(day == default ? new DateOnly(2000, 1, 1) : day),
            TimeSpan.FromMinutes(reader.Integer("lengthMinutes", 1440, 1, 527_040)),
            TimeSpan.FromSeconds(reader.Integer("lagSeconds", 300, 0, 604_800)))
        {
            Overlap = TimeSpan.FromSeconds(reader.Integer("overlapSeconds", 1, 0, 604_800)),
            Most = most == 0 ? null : most,
            Least = TimeSpan.FromSeconds(reader.Integer("leastSeconds", 60, 1, 86_400)),
            PerRun = reader.Integer("maxWindowsPerRun", 400, 1, 100_000),
        };
        reader.Done();
        return windows;
    }
}
