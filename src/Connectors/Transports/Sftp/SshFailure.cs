using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Transports.Sftp;

/// <summary>Says why <c>ssh</c> ended. It has one exit code for everything, so its own English words decide; what is not known here is a lost connection.</summary>
internal sealed class SshFailure(string server)
{
    private static readonly (string[] Words, FailureKind Kind, string Advice)[] Known =
    [
        (["host key verification failed", "remote host identification has changed", "no matching host key type"], FailureKind.Config,
            "the server's host key is not the pinned one: it may be another machine; ask the supplier and correct hostKey"),
        (["invalid format", "error in libcrypto", "bad permissions", "incorrect passphrase", "identity file"], FailureKind.Config,
            "the private key cannot be used: check the file, its mode (600) and passphrase"),
        (["ssh_askpass"], FailureKind.Config, "the password cannot be handed over: the temporary directory must allow programs (set TMPDIR to one that does)"),
        (["permission denied (", "too many authentication failures", "authentication failed"], FailureKind.Config,
            "the server refuses user and key or password: check user, privateKey or password, and whether the account is locked"),
        (["subsystem request failed"], FailureKind.Config, "the server lets us in but offers no SFTP: ask the supplier to switch it on"),
        (["bad configuration option", "unknown option", "no matching cipher", "no matching key exchange", "no matching mac"], FailureKind.Config,
            "client and server have no method in common: one of them is too old"),
        (["connection refused"], FailureKind.Transient, "the server cannot be reached (connection refused): check host and port, and that it runs"),
        (["no route to host", "network is unreachable"], FailureKind.Transient, "the server cannot be reached (no route): check host, network and firewall"),
        (["connection timed out", "operation timed out"], FailureKind.Transient, "the server cannot be reached (no answer): check host, network and firewall"),
    ];

    /// <summary>From here on the log-in is no cause any more.</summary>
    public bool LoggedIn { get; set; }

    /// <summary>True when another address of the same name may do better.</summary>
    public bool Unreachable { get; private set; }

    /// <summary>Of a program whose pipes have ended.</summary>
    public async Task<ConnectorException> ExplainAsync(ClientProgram program, Exception inner)
    {
        var (_, complaint) = await program.EndAsync().ConfigureAwait(false);
        var cause = LoggedIn ? default : Known.FirstOrDefault(k => k.Words.Any(word => complaint.Contains(word, StringComparison.OrdinalIgnoreCase)));
        if (cause.Advice is null)
        {
            string when = LoggedIn ? "was cut" : "was lost before the log-in was through";
            return new ConnectorException(FailureKind.Transient, $"{server}: the connection {when}; tried again by the next run", inner);
        }

        Unreachable = cause.Kind == FailureKind.Transient;
        return new ConnectorException(cause.Kind, $"{server}: {cause.Advice}", inner);
    }

    public ConnectorException Silent(Exception inner) =>
        new(FailureKind.Transient, $"{server}: no answer within the time allowed (timeoutSeconds); tried again by the next run", inner);
}
