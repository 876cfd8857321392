using CreditHub.Connectors.Http;
using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Transports;

/// <summary>Which server, who we are there, how it proves itself, and which directory. Part of a kind's settings object, which may hold more keys.</summary>
internal sealed record TransportSettings
{
    /// <summary>JSON schema of the keys that <see cref="Read"/> reads, but <c>directory</c>.</summary>
    public const string Keys = """
        "kind": { "enum": ["Sftp", "Ftp", "Ftps"], "description": "Ftp sends the password in the clear" },
        "host": { "type": "string", "description": "Name or address, or env:NAME" },
        "port": { "type": "integer", "minimum": 1, "maximum": 65535, "description": "Default 22, 21, or 990 for implicit TLS" },
        "user": { "type": "string", "description": "Log-in name" },
        "hostKey": { "type": "string", "description": "Sftp: 'ssh-ed25519 AAAA…', or file:PATH of a known_hosts file" },
        "privateKey": { "type": "string", "description": "Sftp: file:PATH, mode 600" },
        "passphrase": { "type": "string", "description": "Of the private key: env:NAME or file:PATH" },
        "password": { "type": "string", "description": "env:NAME or file:PATH; not with privateKey" },
        "tls": { "enum": ["explicit", "implicit"], "default": "explicit", "description": "Ftps: AUTH TLS, or TLS from the first byte" },
        "certificateAuthority": { "type": "string", "description": "Ftps: PEM file of the issuer to trust instead of the machine's" },
        "nameEncoding": { "enum": ["UTF-8", "GB18030"], "default": "UTF-8", "description": "Of names on the server" },
        "timeoutSeconds": { "type": "integer", "minimum": 5, "maximum": 600, "default": 60, "description": "How long the server may be silent" }
        """;

    public required TransportKind Kind { get; init; }

    public required SecretReference Host { get; init; }

    public required int Port { get; init; }

    public required string User { get; init; }

    /// <summary>Absolute, or relative to where the log-in lands; "" is that place.</summary>
    public required string Directory { get; init; }

    /// <summary>SFTP: the pinned host keys.</summary>
    public HostKeyPin? HostKey { get; init; }

    /// <summary>SFTP: path of the private key, or null: log in by password.</summary>
    public string? PrivateKey { get; init; }

    /// <summary>Password of the user or, with a private key, of that key; null when the key has none.</summary>
    public SecretReference? Password { get; init; }

    /// <summary>FTPS: TLS from the first byte (port 990) instead of AUTH TLS.</summary>
    public bool Implicit { get; init; }

    /// <summary>FTPS: file with the certificates to trust instead of the machine's.</summary>
    public string? CertificateAuthority { get; init; }

    public required RemoteName Names { get; init; }

    /// <summary>How long the server may be silent.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Reads the keys of a transport; the caller reads its own and calls <see cref="SettingsReader.Done"/>.</summary>
    public static TransportSettings Read(SettingsReader reader)
    {
        var kind = reader.Choice("kind", "Sftp", "Sftp", "Ftp", "Ftps") switch
        {
            "Ftp" => TransportKind.Ftp,
            "Ftps" => TransportKind.Ftps,
            _ => TransportKind.Sftp,
        };
        bool tls = kind == TransportKind.Ftps;
        bool withTls = tls && reader.Choice("tls", "explicit", "explicit", "implicit") == "implicit";
        bool ssh = kind == TransportKind.Sftp;
        string? key = ssh ? ReadKey(reader) : null;
        return new TransportSettings
        {
            Kind = kind,
            Host = ReadHost(reader),
            Port = reader.Integer("port", ssh ? 22 : withTls ? 990 : 21, 1, 65535),
            User = ReadUser(reader),
            Directory = ReadDirectory(reader, "directory"),
            HostKey = ssh ? HostKeyPin.Read(reader) : null,
            PrivateKey = key,
            Password = key is null ? reader.Secret("password") : reader.OptionalText("passphrase") is null ? null : reader.Secret("passphrase"),
            Implicit = withTls,
            CertificateAuthority = tls ? ReadCertificate(reader) : null,
            Names = RemoteName.Of(reader.Choice("nameEncoding", "UTF-8", RemoteName.Encodings)),
            Timeout = TimeSpan.FromSeconds(reader.Integer("timeoutSeconds", 60, 5, 600)),
        };
    }

    private static SecretReference ReadHost(SettingsReader reader)
    {
        var host = reader.Reference("host");
        if (host.Text.Length > 0 && host.Problem() is null && !IsHost(host.Resolve(), out string? problem))
        {
            reader.Add("host", host.Text, problem!, "write a name or an address, without scheme and port");
        }

        return host;
    }

    private static bool IsHost(string host, out string? problem)
    {
        bool plain = host.Length <= 253 && host.Length > 0 && host[0] != '-' && host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or ':');
        problem = plain ? null : "not a host";
        return plain && EndpointAddress.TryParse(host.Contains(':', StringComparison.Ordinal) ? $"https://[{host}]" : $"https://{host}", out _, out problem);
    }

    private static string ReadUser(SettingsReader reader)
    {
        string user = reader.RequiredText("user");
        if (user.Length > 100 || user.StartsWith('-') || user.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is ':' or '"' or '\'' or '\\' or '`' or ';' or '$' or '%'))
        {
            reader.Add("user", user, "not a user name", "remove spaces, quotes and signs");
        }

        return user;
    }

    /// <summary>A directory of a server: with /, absolute or relative to where the log-in lands.</summary>
    public static string ReadDirectory(SettingsReader reader, string key)
    {
        string directory = reader.Text(key, "");
        bool leads = directory.Split('/').Contains("..");
        if (leads || directory.Length > 1000 || directory.Any(char.IsControl) || directory.Contains('\\', StringComparison.Ordinal) || directory.StartsWith('-'))
        {
            reader.Add(key, directory, "not a usable directory of a server", "write it with /, without .. and control characters");
        }

        return directory is "." ? "" : directory.Length > 1 ? directory.TrimEnd('/') : directory;
    }

    private static string? ReadKey(SettingsReader reader)
    {
        if (reader.OptionalText("privateKey") is not { } written)
        {
            return null;
        }

        var key = reader.Secret("privateKey");
        if (key.IsReference && !written.StartsWith("file:", StringComparison.Ordinal))
        {
            reader.Add("privateKey", written, "the SSH client reads a private key from a file only", "write file:PATH (mode 600)");
        }

        return Path.GetFullPath(written[(written.IndexOf(':', StringComparison.Ordinal) + 1)..]);
    }

    private static string? ReadCertificate(SettingsReader reader)
    {
        string? path = reader.OptionalText("certificateAuthority");
        if (path is not null && !File.Exists(path))
        {
            reader.AddUnset("certificateAuthority", path, "the file does not exist", "name a file with certificates (PEM), or leave it out to trust the machine's");
        }

        return path is null ? null : Path.GetFullPath(path);
    }
}
