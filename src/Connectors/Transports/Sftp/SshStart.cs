using System.Globalization;
using System.Net;

namespace CreditHub.Connectors.Transports.Sftp;

/// <summary>
/// Starts <c>ssh</c> for the SFTP subsystem with everything said: no configuration file, no agent, no forwarding, one way to log in, pinned host keys. What it needs
/// as files lies in a directory of its own, owner-only and without secrets, until it is logged in.
/// </summary>
internal sealed class SshStart : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("credithub-ssh-");
    private readonly TransportSettings _settings;
    private readonly string _host;
    private SshPrompt? _prompt;

    public SshStart(TransportSettings settings, string host)
    {
        _settings = settings;
        _host = host;
    }

    public ClientProgram Run(IPAddress address)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        if (_settings.Password is { } secret)
        {
            _prompt?.Dispose();
            File.Delete(Path.Combine(_folder.FullName, "answer.pipe"));
            _prompt = new SshPrompt(_folder.FullName, secret);
            variables["SSH_ASKPASS"] = _prompt.Program;
            variables["SSH_ASKPASS_REQUIRE"] = "force";
        }

        return ClientProgram.Start("ssh", Arguments(address), variables);
    }

    public void Dispose()
    {
        _prompt?.Dispose();
        _folder.Delete(recursive: true);
    }

    private IEnumerable<string> Arguments(IPAddress address)
    {
        yield return "-F";
        yield return "none";
        foreach (string option in Options())
        {
            yield return "-o";
            yield return option;
        }

        yield return "-p";
        yield return _settings.Port.ToString(CultureInfo.InvariantCulture);
        yield return "-l";
        yield return _settings.User;
        yield return "-s";
        yield return "--";
        yield return address.ToString();
        yield return "sftp";
    }

    private IEnumerable<string> Options() =>
    [
        "StrictHostKeyChecking=yes", "UserKnownHostsFile=" + KnownHosts(), "GlobalKnownHostsFile=/dev/null", "HostKeyAlias=" + Alias,
        "UpdateHostKeys=no", "CheckHostIP=no", "VerifyHostKeyDNS=no", "ControlMaster=no", "ControlPath=none", "IdentityAgent=none", "IdentitiesOnly=yes",
        "ClearAllForwardings=yes", "ForwardAgent=no", "ForwardX11=no", "PermitLocalCommand=no", "RequestTTY=no", "EscapeChar=none", "LogLevel=INFO",
        "ConnectTimeout=10", "ConnectionAttempts=1", "ServerAliveInterval=15", "ServerAliveCountMax=3", "NumberOfPasswordPrompts=1",
        "BatchMode=" + (_settings.Password is null ? "yes" : "no"),
        .. _settings.PrivateKey is { } key
            ? (string[])["PreferredAuthentications=publickey", $"IdentityFile=\"{key.Replace("%", "%%", StringComparison.Ordinal)}\""]
            : ["PreferredAuthentications=password,keyboard-interactive", "PubkeyAuthentication=no", "IdentityFile=none"],
    ];

    /// <summary>Lines of a file the supplier gave name the host as ssh would: with its port when that is not 22.</summary>
    private string Alias => _settings.Port == 22 ? _host : string.Create(CultureInfo.InvariantCulture, $"[{_host}]:{_settings.Port}");

    private string KnownHosts()
    {
        if (_settings.HostKey!.File is { } file)
        {
            return $"\"{file.Replace("%", "%%", StringComparison.Ordinal)}\"";
        }

        string path = Path.Combine(_folder.FullName, "known_hosts");
        File.WriteAllLines(path, _settings.HostKey.Keys.Select(key => $"{Alias} {key}"));
        return $"\"{path}\"";
    }
}
