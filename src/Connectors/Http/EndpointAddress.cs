using System.Net;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Http;

/// <summary>
/// The address of a remote system as an administrator wrote it. Only plain spellings pass: other spellings of loopback, user info and
/// foreign schemes are how a config is made to look harmless (measured: <c>http://127.1</c>, <c>http://2130706433</c> and full-width digits all reach 127.0.0.1).
/// </summary>
internal static class EndpointAddress
{
    /// <summary>True when usable; otherwise <paramref name="problem"/> says why. The address ends without a slash.</summary>
    public static bool TryParse(string text, out Uri? address, out string? problem)
    {
        problem = Check(text, out address);
        return problem is null;
    }

    /// <summary>An address that passed before. Errors: <see cref="ConnectorException"/> of kind Config (the environment changed since).</summary>
    public static Uri Parse(string text) => TryParse(text, out var address, out var problem)
        ? address!
        : throw new ConnectorException(FailureKind.Config, $"address: {problem}");

    private static string? Check(string text, out Uri? address)
    {
        address = null;
        if (!text.Contains("://", StringComparison.Ordinal) || text.AsSpan().ContainsAnyInRange('\0', ' ')
            || !Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var uri))
        {
            return "not an absolute address";
        }

        if (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)
        {
            return $"scheme {uri.Scheme} is not allowed";
        }

        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            return "user, query and fragment are not allowed in an address";
        }

        if (!string.Equals(WrittenHost(text), uri.Host, StringComparison.OrdinalIgnoreCase) || !System.Text.Ascii.IsValid(uri.Host) || uri.Host.EndsWith('.'))
        {
            return $"the host is written in an unusual way (it means {uri.IdnHost})";
        }

        if (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && SocketGuard.Problem(ip, written: true) is { } refused)
        {
            return refused;
        }

        address = uri;
        return null;
    }

    private static string WrittenHost(string text)
    {
        var rest = text.AsSpan(text.IndexOf("://", StringComparison.Ordinal) + 3);
        int end = rest.IndexOfAny('/', '?', '#');
        rest = end < 0 ? rest : rest[..end];
        int close = rest.IndexOf(']');
        int port = rest[(close + 1)..].IndexOf(':');
        return (port < 0 ? rest : rest[..(close + 1 + port)]).ToString();
    }
}
