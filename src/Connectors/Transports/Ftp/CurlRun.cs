using System.Globalization;
using System.Net;
using System.Text;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Transports.Ftp;

/// <summary>
/// One call of <c>curl</c>. Everything it is told, the password too, goes through its standard input; no configuration file, no proxy, no other protocol, passive
/// connections to the server's own address only.
/// </summary>
internal sealed class CurlRun(TransportSettings settings, string server, IPAddress[] addresses)
{
    private const int MostText = 32 << 20;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    /// <summary>What it wrote, whole. Errors: <see cref="CurlFault"/>.</summary>
    public async Task<byte[]> TextAsync(IEnumerable<string> lines, CancellationToken ct)
    {
        var text = new MemoryStream();
        await RunAsync(lines, (bytes, _) =>
        {
            text.Write(bytes.Span);
            return text.Length <= MostText ? ValueTask.CompletedTask : throw new ConnectorException(FailureKind.Config, $"{server}: the list is larger than 32 MiB: clear the directory");
        }, ct).ConfigureAwait(false);
        return text.ToArray();
    }

    /// <summary>Hands on what it writes. Errors: <see cref="CurlFault"/> when it does not end well; what <paramref name="take"/> throws ends it.</summary>
    public async Task RunAsync(IEnumerable<string> lines, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> take, CancellationToken ct)
    {
        await using var curl = ClientProgram.Start("curl", ["-q", "--silent", "--config", "-"], new Dictionary<string, string>());
        try
        {
            await curl.Input.WriteAsync(Encoding.Latin1.GetBytes(string.Join('\n', Always().Concat(lines)) + '\n'), ct).ConfigureAwait(false);
            curl.Input.Close();
        }
        catch (IOException)
        {
            // it ended before it read all: the exit code says why
        }

        byte[] buffer = new byte[64 << 10];
        int read;
        while ((read = await ReadAsync(curl, buffer, ct).ConfigureAwait(false)) > 0)
        {
            await take(buffer.AsMemory(0, read), ct).ConfigureAwait(false);
        }

        var (exit, _) = await curl.EndAsync().ConfigureAwait(false);
        if (exit != 0)
        {
            throw new CurlFault(exit);
        }
    }

    /// <summary>The address of a path, each byte of a name escaped that is not plainly harmless.</summary>
    public string Url(ReadOnlySpan<byte> path, bool directory)
    {
        var url = new StringBuilder(settings.Implicit ? "ftps://" : "ftp://").Append(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)
            .Append(CultureInfo.InvariantCulture, $":{settings.Port}/");
        for (int i = 0; i < path.Length; i++)
        {
            // a slash in front means the root of the server, not the place of the log-in
            bool plain = char.IsAsciiLetterOrDigit((char)path[i]) || path[i] is (byte)'.' or (byte)'_' or (byte)'-' || (path[i] == '/' && i > 0);
            _ = plain ? url.Append((char)path[i]) : url.Append(CultureInfo.InvariantCulture, $"%{path[i]:X2}");
        }

        return Setting("url", (directory && path.Length > 0 ? url.Append('/') : url).ToString());
    }

    public static string Setting(string name, string value) => Setting(name, Encoding.UTF8.GetBytes(value));

    /// <summary>A line of settings; its characters stand for bytes (Latin-1), so that names in any encoding pass as they are.</summary>
    public static string Setting(string name, ReadOnlySpan<byte> value) => $"{name} = \"{Quoted(Encoding.Latin1.GetString(value))}\"";

    private static string Quoted(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private string Host { get; } = settings.Host.Resolve();

    private async Task<int> ReadAsync(ClientProgram curl, byte[] buffer, CancellationToken ct)
    {
        try
        {
            // curl itself gives up after a silence; this is for a curl that does not
            return await curl.Output.ReadAsync(buffer, ct).AsTask().WaitAsync(LongestCall, ct).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new CurlFault(CurlFault.TimedOut);
        }
    }

    private TimeSpan LongestCall => (settings.Timeout * 2) + Grace;

    private IEnumerable<string> Always()
    {
        string password = settings.Password!.Value.Resolve();
        if (password.Any(char.IsControl))
        {
            throw new ConnectorException(FailureKind.Config, $"the secret at {settings.Password.Value.Text} holds control characters: set it anew");
        }

        int seconds = (int)settings.Timeout.TotalSeconds;
        yield return Setting("user", $"{settings.User}:{password}");
        yield return "proto = \"=ftp,ftps\"";
        yield return "noproxy = \"*\"";
        yield return "ftp-skip-pasv-ip";
        yield return "ftp-method = \"singlecwd\"";
        yield return "connect-timeout = 10";
        yield return "speed-limit = 1";
        yield return string.Create(CultureInfo.InvariantCulture, $"speed-time = {seconds}");
        if (!IPAddress.TryParse(Host, out _))
        {
            yield return Setting("resolve", $"{Host}:{settings.Port.ToString(CultureInfo.InvariantCulture)}:{string.Join(',', addresses.Select(a => a.ToString()))}");
        }

        if (settings.Kind == TransportKind.Ftps)
        {
            yield return "ssl-reqd";
            yield return "tlsv1.2";
        }

        if (settings.CertificateAuthority is { } authority)
        {
            yield return Setting("cacert", authority);
        }
    }
}
