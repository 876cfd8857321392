using System.Diagnostics;

namespace CreditHub.Testing;

/// <summary>A real OpenSSH server for this user, log-in by key only, with keys of its own in a directory of its own.</summary>
public sealed class SshServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly ServerProgram _program;

    private SshServer(DirectoryInfo folder, ServerProgram program, int port)
    {
        _folder = folder;
        _program = program;
        Port = port;
    }

    /// <summary>The programs are installed.</summary>
    public static bool IsInstalled => ServerProgram.Find("sshd") is not null && ServerProgram.Find("ssh") is not null && ServerProgram.Find("ssh-keygen") is not null;

    public int Port { get; }

    public string User => Environment.UserName;

    /// <summary>The public host key as <c>ssh-keyscan</c> prints it, without the host.</summary>
    public string HostKey => File.ReadAllText(Path.Combine(_folder.FullName, "host.pub")).Trim();

    /// <summary>Private key that may log in.</summary>
    public string PrivateKey => Path.Combine(_folder.FullName, "user");

    /// <summary>Private key, and its public part, that nobody knows.</summary>
    public string StrangeKey => Path.Combine(_folder.FullName, "strange");

    /// <summary>Directory whose files the server serves.</summary>
    public string Home => Path.Combine(_folder.FullName, "home");

    public static async Task<SshServer> StartAsync(bool offersSftp = true)
    {
        var folder = Directory.CreateTempSubdirectory("credithub-sshd-");
        string In(string name) => Path.Combine(folder.FullName, name);
        Directory.CreateDirectory(In("home"));
        foreach (string key in (string[])["host", "user", "strange"])
        {
            using var made = Process.Start(new ProcessStartInfo("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", In(key)]))!;
            await made.WaitForExitAsync();
        }

        File.Copy(In("user.pub"), In("authorized"));
        if (Environment.UserName == "root")
        {
            // where its children lock themselves in; made at boot otherwise
            Directory.CreateDirectory("/run/sshd", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }

        var (program, port) = await ServerProgram.StartAsync(free =>
        {
            File.WriteAllText(In("config"), $"""
                Port {free}
                ListenAddress 127.0.0.1
                HostKey {In("host")}
                AuthorizedKeysFile {In("authorized")}
                PidFile none
                StrictModes no
                UsePAM no
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                PermitRootLogin yes
                MaxStartups 100:30:200
                {(offersSftp ? "Subsystem sftp internal-sftp" : "")}
                """);
            return [ServerProgram.Find("sshd")!, "-D", "-e", "-f", In("config")];
        });
        return new SshServer(folder, program, port);
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
