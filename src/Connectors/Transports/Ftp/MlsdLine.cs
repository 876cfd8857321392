using System.Globalization;
using System.Text;

namespace CreditHub.Connectors.Transports.Ftp;

/// <summary>One line of a machine-readable list: <c>type=file;size=12;modify=20261125083000; name</c>. Source: RFC 3659.</summary>
internal static class MlsdLine
{
    private static readonly string[] Times = ["yyyyMMddHHmmss"];

    /// <summary>The file, or null; <paramref name="counts"/> says whether it is something to be counted as passed over.</summary>
    public static RemoteFile? Read(ReadOnlySpan<byte> line, RemoteName names, out bool counts)
    {
        counts = false;
        int space = line.IndexOf((byte)' ');
        if (space < 0)
        {
            return null;
        }

        var facts = FactsOf(Encoding.Latin1.GetString(line[..space]));
        string type = facts.GetValueOrDefault("type", "");
        if (!type.Equals("file", StringComparison.OrdinalIgnoreCase))
        {
            counts = !type.EndsWith("dir", StringComparison.OrdinalIgnoreCase);
            return null;
        }

        counts = true;
        return names.Read(line[(space + 1)..]) is { } name && long.TryParse(facts.GetValueOrDefault("size"), NumberStyles.None, CultureInfo.InvariantCulture, out long size)
            ? new RemoteFile(name, size, TimeOf(facts.GetValueOrDefault("modify", "")))
            : null;
    }

    private static Dictionary<string, string> FactsOf(string text)
    {
        var facts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string fact in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = fact.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                facts[fact[..equals]] = fact[(equals + 1)..];
            }
        }

        return facts;
    }

    private static DateTimeOffset? TimeOf(string text) =>
        DateTimeOffset.TryParseExact(text.Split('.')[0], Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
