using System.Runtime.InteropServices;
using System.Text;
using CreditHub.Connectors.Http;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Transports.Sftp;

/// <summary>
/// Answers the client's question for a password. <c>ssh</c> asks a program (SSH_ASKPASS); ours, two lines of shell without any secret, reads one line from a pipe that
/// only this user can open. The password is in no file, no command line and no environment.
/// </summary>
internal sealed class SshPrompt : IDisposable
{
    private const UnixFileMode OwnerRuns = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly FileStream _pipe;

    /// <summary>Errors: <see cref="ConnectorException"/> of kind Config when the secret is missing or cannot be one line.</summary>
    public SshPrompt(string folder, SecretReference secret)
    {
        string password = secret.Resolve();
        if (password.AsSpan().ContainsAny('\n', '\r', '\0') || Encoding.UTF8.GetByteCount(password) > 1000)
        {
            throw new ConnectorException(FailureKind.Config, $"the secret at {secret.Text} is no single line of at most 1,000 bytes: set it anew");
        }

        Program = Path.Combine(folder, "answer");
        string pipe = Program + ".pipe";
        File.WriteAllText(Program, "#!/bin/sh\nIFS= read -r line <\"$0.pipe\" && printf '%s\\n' \"$line\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Program, OwnerRuns);
        }

        if (MakePipe(Encoding.UTF8.GetBytes(pipe + '\0'), 0x180) != 0)
        {
            throw new IOException($"mkfifo: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        // open for reading too: nobody waits, and an answer that was never asked for goes with the pipe
        _pipe = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        _pipe.Write(Encoding.UTF8.GetBytes(password + '\n'));
    }

    public string Program { get; }

    public void Dispose() => _pipe.Dispose();

    [DllImport("libc", EntryPoint = "mkfifo", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakePipe(byte[] path, uint mode);
}
