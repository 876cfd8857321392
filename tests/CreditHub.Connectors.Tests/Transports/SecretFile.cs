namespace CreditHub.Connectors.Tests.Transports;

/// <summary>A secret in a file of its owner only, gone at the end.</summary>
internal sealed class SecretFile : IDisposable
{
    public SecretFile(string text)
    {
        using var file = new StreamWriter(Path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        file.Write(text + "\n");
    }

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName());

    public void Dispose() => File.Delete(Path);
}
