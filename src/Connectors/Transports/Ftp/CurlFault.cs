using System.Globalization;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Transports.Ftp;

/// <summary>An exit code of <c>curl</c> other than 0. Source: curl(1), EXIT CODES.</summary>
internal sealed class CurlFault(int code) : Exception(string.Create(CultureInfo.InvariantCulture, $"curl ended with {code}"))
{
    public const int TimedOut = 28;

    /// <summary>The server knows the command but not the file, or not the command.</summary>
    public bool NotThere => code is 78;

    /// <summary>The server does not do what a list needs.</summary>
    public bool NotListed => code is 19;

    /// <summary>A command before or after the transfer was refused.</summary>
    public bool CommandRefused => code is 21;

    /// <summary>What it means for <paramref name="what"/> at <paramref name="server"/>.</summary>
    public ConnectorException Explain(string server, string what)
    {
        (var kind, string advice) = code switch
        {
            5 or 6 => (FailureKind.Transient, "the name is not known now: check host, and the name service"),
            7 => (FailureKind.Transient, "the server cannot be reached (refused or no route): check host and port, network and firewall, and that it runs"),
            TimedOut => (FailureKind.Transient, "no answer within the time allowed: check host, network and firewall, or raise timeoutSeconds"),
            67 => (FailureKind.Config, "the server refuses user and password: check both, and whether the account is locked"),
            9 => (FailureKind.Config, "the directory does not exist on the server or may not be entered: create it or correct directory"),
            51 or 60 => (FailureKind.Config, "the certificate is not trusted or is another machine's: correct host, or name the issuer in certificateAuthority"),
            77 => (FailureKind.Config, "the file in certificateAuthority cannot be used: it must hold certificates in PEM"),
            64 => (FailureKind.Config, "the server offers no TLS: ask the supplier to switch it on, or change kind"),
            35 => (FailureKind.Transient, "no TLS connection comes about: it was cut, or port and tls (explicit or implicit) are not the server's"),
            59 => (FailureKind.Config, "no TLS connection comes about: the server and curl know no cipher in common"),
            78 => (FailureKind.Config, "it does not exist on the server, or may not be read"),
            19 or 21 or 25 => (FailureKind.Config, "the server refuses it: ask for the permission, check space and limits"),
            10 or 11 or 12 or 13 or 14 or 15 or 30 => (FailureKind.Transient, "no passive connection comes about: the server's passive ports must be open to us"),
            18 or 52 or 55 or 56 => (FailureKind.Transient, "the connection was cut; tried again by the next run"),
            8 => (FailureKind.Transient, "the server does not answer in FTP: check host, port and tls"),
            2 or 3 or 4 => (FailureKind.Config, "curl is too old or lacks FTP: install a newer one (7.61 or later)"),
            _ => (FailureKind.Transient, Message + "; tried again by the next run"),
        };
        return new ConnectorException(kind, $"{server}: {what}: {advice}", this);
    }
}
