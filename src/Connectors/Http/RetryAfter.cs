using System.Globalization;
using System.Net.Http.Headers;

namespace CreditHub.Connectors.Http;

/// <summary>
/// Reads <c>Retry-After</c>: seconds or an HTTP date, which is meant by the clock of whoever answers where he tells it. Nonsense (negative, unreadable) counts as absent;
/// anything beyond an hour as an hour; a past date as now.
/// </summary>
internal static class RetryAfter
{
    public static readonly TimeSpan Cap = TimeSpan.FromHours(1);

    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now) =>
        headers.TryGetValues("Retry-After", out var values) ? Parse(values.FirstOrDefault(), headers.Date ?? now) : null;

    public static TimeSpan? Parse(string? text, DateTimeOffset now)
    {
        text = text?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (!text.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return text.Length > 9 ? Cap : Limit(TimeSpan.FromSeconds(int.Parse(text, CultureInfo.InvariantCulture)));
        }

        return DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? Limit(date - now)
            : null;
    }

    private static TimeSpan Limit(TimeSpan wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Cap ? Cap : wait;
}
