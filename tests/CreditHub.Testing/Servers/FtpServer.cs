using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CreditHub.Testing;

/// <summary>A real FTP, FTPS or (by password) SFTP server: ProFTPD of the distribution, with one user of its own, in a directory of its own.</summary>
public sealed class FtpServer : IAsyncDisposable
{
    public const string User = "clerk";
    public const string Password = "made-up \"pass'word\\ 1%";

    // of the password above (crypt, SHA-512)
    private const string PasswordHash = "$6$credithubtest$a7wMDbuv4C/okpms9qg0bu.vSmMdLJgK92XjWQH5CaKHtKPi.R0XN5XlbwpRzv.PsXv4RMzZ96iT2ji24TtjT.";
    private readonly DirectoryInfo _folder;
    private readonly ServerProgram _program;
    private readonly WarmRelay _relay;

    private FtpServer(DirectoryInfo folder, ServerProgram program, int port)
    {
        _folder = folder;
        _program = program;
        _relay = new WarmRelay(port);
    }

    /// <summary>The programs are installed.</summary>
    public static bool IsInstalled =>
        ServerProgram.Find("proftpd") is not null && ServerProgram.Find("curl") is not null && File.Exists(Path.Combine(Modules, "mod_tls.so")) && File.Exists(Path.Combine(Modules, "mod_sftp.so"));

    public int Port => _relay.Port;

    /// <summary>Directory whose files the server serves; the log-in lands there.</summary>
    public string Home => Path.Combine(_folder.FullName, "home");

    /// <summary>The certificate that proves the server as 127.0.0.1.</summary>
    public string Certificate => Path.Combine(_folder.FullName, "certificate.pem");

    /// <summary>The public host key (SFTP only).</summary>
    public string HostKey => File.ReadAllText(Path.Combine(_folder.FullName, "host.pub")).Trim();

    private static string Modules => Directory.Exists("/usr/lib/proftpd") ? "/usr/lib/proftpd" : "/usr/libexec/proftpd";

    /// <summary><paramref name="more"/>: further lines of its configuration.</summary>
    public static async Task<FtpServer> StartAsync(FtpServerKind kind, string more = "")
    {
        var folder = Directory.CreateTempSubdirectory("credithub-ftpd-");
        string In(string name) => Path.Combine(folder.FullName, name);
        Directory.CreateDirectory(In("home"));
        MakeCertificate(In("certificate.pem"), In("key.pem"));
        string user = await RunAsync("id", "-u"), group = await RunAsync("id", "-g"), groupName = await RunAsync("id", "-gn");
        WritePrivate(In("passwd"), $"{User}:{PasswordHash}:{user}:{group}:clerk:{In("home")}:/bin/sh\n");
        if (kind == FtpServerKind.Sftp)
        {
            await RunAsync("ssh-keygen", "-q", "-t", "ecdsa", "-m", "PEM", "-N", "", "-C", "test", "-f", In("host"));
        }

        var (program, port) = await ServerProgram.StartAsync(free =>
        {
            File.WriteAllText(In("config"), Configuration(kind, free, folder.FullName, groupName, more));
            return [ServerProgram.Find("proftpd")!, "-n", "-c", In("config")];
        });
        return new FtpServer(folder, program, port);
    }

    public async ValueTask DisposeAsync()
    {
        _relay.Dispose();
        await _program.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static string Configuration(FtpServerKind kind, int port, string folder, string group, string more) => $"""
        ServerType standalone
        ServerName test
        ModulePath {Modules}
        LoadModule mod_tls.c
        {(kind == FtpServerKind.Sftp ? "LoadModule mod_sftp.c" : "")}
        Port {port}
        DefaultAddress 127.0.0.1
        SocketBindTight on
        User {Environment.UserName}
        Group {group}
        AuthOrder mod_auth_file.c
        AuthUserFile {folder}/passwd
        RequireValidShell off
        RootLogin on
        UseFtpUsers off
        UseReverseDNS off
        WtmpLog off
        TransferLog none
        SystemLog {folder}/log
        PidFile {folder}/pid
        ScoreboardFile none
        DelayEngine off
        AllowOverwrite on
        {Kind(kind, folder)}
        {more}
        """;

    private static string Kind(FtpServerKind kind, string folder) => kind switch
    {
        FtpServerKind.Plain => "",
        FtpServerKind.Sftp => $"""
            SFTPEngine on
            SFTPLog {folder}/log
            SFTPHostKey {folder}/host
            SFTPAuthMethods password
            """,
        _ => $"""
            TLSEngine on
            TLSRequired on
            TLSProtocol TLSv1.2 TLSv1.3
            TLSRSACertificateFile {folder}/certificate.pem
            TLSRSACertificateKeyFile {folder}/key.pem
            TLSOptions NoSessionReuseRequired {(kind == FtpServerKind.ImplicitTls ? "UseImplicitSSL" : "")}
            TLSLog {folder}/log
            """,
    };

    private static void MakeCertificate(string certificatePath, string keyPath)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        File.WriteAllText(certificatePath, certificate.ExportCertificatePem());
        WritePrivate(keyPath, key.ExportRSAPrivateKeyPem());
    }

    private static void WritePrivate(string path, string text)
    {
        using var file = new StreamWriter(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        file.Write(text);
    }

    private static async Task<string> RunAsync(string program, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardOutput = true })!;
        string said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return said.Trim();
    }
}
