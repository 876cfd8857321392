using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Http;

/// <summary>
/// A text in config that may point elsewhere: <c>env:NAME</c> or <c>file:PATH</c>; anything else stands for itself. Resolved at every use,
/// so that a rotated secret serves the next request. A file must be readable by its owner only (0600 or stricter) and is trimmed once.
/// <see cref="ToString"/> never shows what it points to.
/// </summary>
internal readonly record struct SecretReference(string Text)
{
    private const int MaxFileBytes = 64 << 10;

    public bool IsReference => IsVariable || IsFile;

    private bool IsVariable => Text.StartsWith("env:", StringComparison.Ordinal);

    private bool IsFile => Text.StartsWith("file:", StringComparison.Ordinal);

    private string Target => Text[(Text.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>The value. Errors: <see cref="ConnectorException"/> of kind Config that names the variable or file, never its content.</summary>
    public string Resolve() => Problem() is { } problem
        ? throw new ConnectorException(FailureKind.Config, problem)
        : Read();

    /// <summary>Why it cannot be resolved now, or null.</summary>
    public string? Problem()
    {
        if (IsVariable)
        {
            return string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(Target)) ? $"environment variable {Target} is not set" : null;
        }

        return IsFile ? FileProblem(Target) : null;
    }

    public override string ToString() => IsReference ? Text : "(text)";

    private static string? FileProblem(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return $"file {path} does not exist";
        }

        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        if (!OperatingSystem.IsWindows() && (file.UnixFileMode & others) != 0)
        {
            return $"file {path} is open to others: chmod 600 it";
        }

        return file.Length is 0 or > MaxFileBytes ? $"file {path} is empty or larger than 64 KiB" : null;
    }

    private string Read()
    {
        if (IsVariable)
        {
            return Environment.GetEnvironmentVariable(Target)!.Trim();
        }

        try
        {
            return IsFile ? File.ReadAllText(Target).Trim() : Text;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorException(FailureKind.Config, $"file {Target} cannot be read: grant the service user access", failure);
        }
    }
}
