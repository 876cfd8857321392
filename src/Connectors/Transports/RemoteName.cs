using System.Text;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Transports;

/// <summary>
/// File names as servers carry them: bytes in the configured encoding. Names come from others and are hostile until proved plain: one that could lead elsewhere,
/// break a line or a command, or does not come back as the same bytes, is no name of ours.
/// </summary>
internal sealed class RemoteName(Encoding encoding)
{
    /// <summary>The encodings config may name.</summary>
    public static readonly string[] Encodings = ["UTF-8", "GB18030"];

    private static readonly EncodingProvider CodePages = CodePagesEncodingProvider.Instance;

    public static RemoteName Of(string encoding) => new(
        encoding == "UTF-8" ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true)
            : CodePages.GetEncoding(encoding, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!);

    public static bool IsPlain(string name) =>
        name.Length is > 0 and <= 255 && name is not ("." or "..") && !name.AsSpan().ContainsAny('/', '\\') && !name.Any(char.IsControl)
        && !name.Contains('\uFFFD', StringComparison.Ordinal);

    /// <summary>Null when the bytes are no plain name.</summary>
    public string? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            string name = encoding.GetString(bytes);
            return IsPlain(name) && encoding.GetBytes(name).AsSpan().SequenceEqual(bytes) ? name : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The bytes of a path of plain names below a configured directory.</summary>
    public byte[] Write(string directory, params ReadOnlySpan<string> names)
    {
        var path = new StringBuilder(directory);
        foreach (string name in names)
        {
            if (name.Length == 0)
            {
                continue;
            }

            if (!IsPlain(name))
            {
                throw new ConnectorException(FailureKind.Config, "a name that is no plain file name cannot be used on a server");
            }

            path.Append(path.Length == 0 || path[^1] == '/' ? "" : "/").Append(name);
        }

        try
        {
            return encoding.GetBytes(path.ToString());
        }
        catch (EncoderFallbackException unknown)
        {
            throw new ConnectorException(FailureKind.Config, "a file name cannot be written in the server's nameEncoding: correct it", unknown);
        }
    }
}
