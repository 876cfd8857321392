using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Sources.Rest.Paging;

/// <summary>The next page's address as a supplier gives it. It may lead nowhere but to the same host and the allowed path.</summary>
internal static class NextLink
{
    /// <summary>The target of <c>rel="next"</c> in a <c>Link</c> header (RFC 8288), or null.</summary>
    public static string? InHeader(string? header)
    {
        for (int i = 0; header is not null && i < header.Length;)
        {
            int open = header.IndexOf('<', i), close = open < 0 ? -1 : header.IndexOf('>', open);
            if (close < 0)
            {
                return null;
            }

            int end = EndOf(header, close + 1);
            if (IsNext(header[(close + 1)..end]))
            {
                return header[(open + 1)..close];
            }

            i = end + 1;
        }

        return null;
    }

    /// <summary>Errors: <see cref="ConnectorException"/> of kind Config for a link that leads elsewhere; no byte has been sent there.</summary>
    public static Uri Resolve(Uri root, string path, string? allowedPath, string link)
    {
        if (!Uri.TryCreate(new Uri(root, path), link, out var target) || target.Scheme != root.Scheme || target.Authority != root.Authority || target.UserInfo.Length > 0)
        {
            throw new ConnectorException(FailureKind.Config, "the source's link to the next page leads to another host: it is not followed; ask the supplier, or page in another way");
        }

        string full = root.AbsolutePath.TrimEnd('/') + path;
        bool allowed = allowedPath is null ? target.AbsolutePath == full : target.AbsolutePath.StartsWith(allowedPath, StringComparison.Ordinal);
        return allowed
            ? target
            : throw new ConnectorException(FailureKind.Config, "the source's link to the next page leads to another path: if it is right, name it in paging.allowedPath");
    }

    /// <summary>Place of the next separator outside quotes, or the end.</summary>
    private static int EndOf(string header, int from, char separator = ',')
    {
        bool quoted = false;
        for (int i = from; i < header.Length; i++)
        {
            if (header[i] == '"')
            {
                quoted = !quoted;
            }
            else if (header[i] == separator && !quoted)
            {
                return i;
            }
        }

        return header.Length;
    }

    private static bool IsNext(string parameters)
    {
        for (int from = 0; from < parameters.Length;)
        {
            int end = EndOf(parameters, from, ';');
            string[] pair = parameters[from..end].Split('=', 2);
            if (pair.Length == 2 && pair[0].Trim().Equals("rel", StringComparison.OrdinalIgnoreCase))
            {
                return pair[1].Trim().Trim('"').Split(' ').Contains("next", StringComparer.OrdinalIgnoreCase);
            }

            from = end + 1;
        }

        return false;
    }
}
