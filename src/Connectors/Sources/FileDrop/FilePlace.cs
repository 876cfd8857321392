namespace CreditHub.Connectors.Sources.FileDrop;

/// <summary>Keeps paths inside the directory they belong to.</summary>
internal static class FilePlace
{
    /// <summary>Both full paths. A directory is not below itself.</summary>
    public static bool IsBelow(string path, string root) =>
        path.Length > root.Length + 1 && path.StartsWith(root, StringComparison.Ordinal) && path[root.Length] == Path.DirectorySeparatorChar;

    /// <summary>The first existing part of <paramref name="path"/> below <paramref name="root"/> that is a link, or null.</summary>
    public static string? LinkOnTheWay(string path, string root)
    {
        for (string? part = path; part is not null && IsBelow(part, root); part = Path.GetDirectoryName(part))
        {
            if (new DirectoryInfo(part).LinkTarget is not null)
            {
                return part;
            }
        }

        return null;
    }

    /// <summary>A bare file name: nothing that could lead elsewhere or break a line on a screen.</summary>
    public static bool IsPlainName(string name) =>
        name.Length is > 0 and <= 255 && name is not ("." or "..") && !name.AsSpan().ContainsAny('/', '\\') && !name.Any(char.IsControl) && !name.Contains('\uFFFD', StringComparison.Ordinal);
}
