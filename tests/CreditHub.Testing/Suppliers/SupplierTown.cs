using System.Text.Json.Nodes;
using CreditHub.Testing.Truth;
using Npgsql;

namespace CreditHub.Testing.Suppliers;

/// <summary>
/// A supplier for every connector, each of exactly its kind: inboxes, SFTP and FTPS servers, front-end databases, HTTP interfaces. <see cref="Environment"/> is what
/// the hub must know to reach them.
/// </summary>
public sealed class SupplierTown : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _servers = [];
    private readonly Dictionary<string, string> _homes = [];
    private readonly NpgsqlDataSource _database;
    private readonly string _connection;
    private readonly string _key;

    /// <summary><paramref name="connection"/>: an empty database for the suppliers' tables. <paramref name="key"/>: every supplier's secret.</summary>
    public SupplierTown(string connection, string key)
    {
        _connection = connection;
        _key = key;
        _database = NpgsqlDataSource.Create(connection);
    }

    /// <summary>Variables the connectors refer to.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>The directory of this machine that a connector's server serves.</summary>
    public string HomeOf(string connector) => _homes[connector];

    /// <summary>What is played in a simpler way, and why.</summary>
    public List<string> Simplified { get; } = [];

    /// <summary>
    /// Starts a server for each connector file that fetches from one and writes its place into the file (a copy, please). Where the server program is missing the
    /// file loses its <c>remote</c>: somebody then puts the files into the inbox.
    /// </summary>
    public async Task StartServersAsync(string configDirectory, string secretsDirectory)
    {
        Directory.CreateDirectory(secretsDirectory);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(configDirectory, "connectors"), "*.json").Order(StringComparer.Ordinal))
        {
            var connector = JsonNode.Parse(await File.ReadAllBytesAsync(file))!.AsObject();
            var source = connector["source"]!.AsObject();
            if (source["remote"] is not JsonObject remote)
            {
                continue;
            }

            string name = Path.GetFileNameWithoutExtension(file);
            bool started = remote["kind"]!.GetValue<string>() == "Sftp" ? await StartSftpAsync(name, remote, secretsDirectory) : await StartFtpAsync(name, remote, secretsDirectory);
            if (!started)
            {
                source.Remove("remote");
                Simplified.Add($"{name}: no {remote["kind"]} server on this machine (openssh-server, proftpd); its files are put into the inbox");
            }

            await File.WriteAllTextAsync(file, connector.ToJsonString());
        }
    }

    /// <summary>Serves the feeds that are asked for over HTTP.</summary>
    public async Task ServeAsync(IEnumerable<(FeedLayout Layout, FeedTruth Truth)> feeds, StubAnswer? first = null, CancellationToken ct = default)
    {
        foreach (var group in feeds.Where(f => f.Layout.Kind == "Rest").Select(f => new RestFeed(f.Layout, f.Truth)).GroupBy(f => f.AddressVariable))
        {
            var supplier = await FakeSupplier.StartAsync(group, _key, ct: ct);
            _servers.Add(supplier);
            if (first is not null)
            {
                supplier.Fail(first);
            }

            Environment[group.Key] = supplier.Address.ToString().TrimEnd('/');
            foreach (string variable in group.Select(f => f.TokenVariable).OfType<string>())
            {
                Environment[variable] = supplier.TokenAddress.AbsoluteUri;
            }
        }
    }

    /// <summary>Hands a file over, or fills the table; HTTP interfaces are served already.</summary>
    public async Task HandOverAsync(FeedLayout layout, FeedTruth truth, string dataDirectory, string stamp, CancellationToken ct = default)
    {
        if (layout.IsFile)
        {
            InboxSupplier.Drop(layout, FeedFile.Write(layout, truth), _homes.GetValueOrDefault(layout.Name) ?? InboxSupplier.Inbox(layout, dataDirectory), stamp);
        }
        else if (layout.IsTable)
        {
            Environment[layout.Connector.GetProperty("source").GetProperty("connection").GetString()!["env:".Length..]] = _connection;
            await FeedTable.FillAsync(layout, truth, _database, ct);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        await _database.DisposeAsync();
    }

    private async Task<bool> StartSftpAsync(string name, JsonObject remote, string secrets)
    {
        if (!SshServer.IsInstalled)
        {
            return false;
        }

        var server = await SshServer.StartAsync();
        _servers.Add(server);
        string home = Open(name, server.Home, remote);
        Put(remote, ("host", "127.0.0.1"), ("user", server.User), ("directory", home), ("hostKey", server.HostKey), ("privateKey", "file:" + Keep(server.PrivateKey, secrets, name + ".key")));
        remote["port"] = server.Port;
        return true;
    }

    private async Task<bool> StartFtpAsync(string name, JsonObject remote, string secrets)
    {
        if (!FtpServer.IsInstalled)
        {
            return false;
        }

        bool plain = remote["kind"]!.GetValue<string>() == "Ftp";
        var server = await FtpServer.StartAsync(plain ? FtpServerKind.Plain : FtpServerKind.ExplicitTls);
        _servers.Add(server);
        Open(name, server.Home, remote);
        string secret = Path.Combine(secrets, name);
        await using (var file = new StreamWriter(secret, new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            await file.WriteAsync(FtpServer.Password);
        }

        Put(remote, ("host", "127.0.0.1"), ("user", FtpServer.User), ("password", "file:" + secret));
        if (!plain)
        {
            Put(remote, ("certificateAuthority", Keep(server.Certificate, secrets, name + ".pem")));
        }

        remote["port"] = server.Port;
        return true;
    }

    /// <summary>A copy that outlives the server: the config that names it is still read when the town is gone.</summary>
    private static string Keep(string file, string directory, string name)
    {
        string copy = Path.Combine(directory, name);
        File.Copy(file, copy, overwrite: true);
        return copy;
    }

    /// <summary>The directory on the server, made.</summary>
    private string Open(string name, string home, JsonObject remote)
    {
        string directory = Path.Combine(home, (remote["directory"]?.GetValue<string>() ?? "").TrimStart('/'));
        Directory.CreateDirectory(directory);
        return _homes[name] = directory;
    }

    private static void Put(JsonObject remote, params ReadOnlySpan<(string Name, string Value)> settings)
    {
        foreach (var (name, value) in settings)
        {
            remote[name] = value;
        }
    }
}
