using System.Buffers.Binary;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Transports.Sftp;

/// <summary>
/// Requests and answers over the pipes of a running <c>ssh</c>. Several requests may be under way; answers are matched by number. One caller at a time. After a
/// failure it is of no use any more.
/// </summary>
internal sealed class SftpChannel(ClientProgram program, SshFailure failure, TimeSpan patience) : IAsyncDisposable
{
    private const int LongestMessage = 1 << 20;
    private const int MostAhead = 64;
    private readonly Dictionary<uint, SftpReply> _early = [];
    private uint _last;

    /// <summary>Names of the extensions the server offers.</summary>
    public HashSet<string> Extensions { get; } = new(StringComparer.Ordinal);

    /// <summary>Waits until the server is logged in to and speaks. Errors: <see cref="ConnectorException"/>.</summary>
    public async Task GreetAsync(CancellationToken ct)
    {
        await WriteAsync(new SftpRequest(SftpPart.Init, null).Number(3), ct).ConfigureAwait(false);
        var (part, fields) = await ReadAsync(ct).ConfigureAwait(false);
        if (part != SftpPart.Version || fields.Length < 4)
        {
            throw SftpReply.Damaged();
        }

        var greeting = new SftpReply(part, fields[4..]);
        for (int at = 4; at < fields.Length;)
        {
            var name = greeting.Bytes();
            at += 8 + name.Length + greeting.Bytes().Length;
            Extensions.Add(System.Text.Encoding.UTF8.GetString(name.Span));
        }

        failure.LoggedIn = true;
    }

    /// <summary>Sends one request built by <paramref name="fill"/>; answers its number.</summary>
    public async Task<uint> SendAsync(SftpPart part, Func<SftpRequest, SftpRequest> fill, CancellationToken ct)
    {
        uint number = ++_last;
        await WriteAsync(fill(new SftpRequest(part, number)), ct).ConfigureAwait(false);
        return number;
    }

    /// <summary>The answer to a request.</summary>
    public async Task<SftpReply> ReceiveAsync(uint number, CancellationToken ct)
    {
        SftpReply? reply;
        while (!_early.Remove(number, out reply))
        {
            var (part, fields) = await ReadAsync(ct).ConfigureAwait(false);
            if (fields.Length < 4 || _early.Count == MostAhead)
            {
                throw SftpReply.Damaged();
            }

            _early[BinaryPrimitives.ReadUInt32BigEndian(fields.Span)] = new SftpReply(part, fields[4..]);
        }

        return reply;
    }

    public async Task<SftpReply> AskAsync(SftpPart part, Func<SftpRequest, SftpRequest> fill, CancellationToken ct) =>
        await ReceiveAsync(await SendAsync(part, fill, ct).ConfigureAwait(false), ct).ConfigureAwait(false);

    public ValueTask DisposeAsync() => program.DisposeAsync();

    private async Task WriteAsync(SftpRequest request, CancellationToken ct)
    {
        try
        {
            await program.Input.WriteAsync(request.ToMemory(), ct).AsTask().WaitAsync(patience, ct).ConfigureAwait(false);
            await program.Input.FlushAsync(ct).ConfigureAwait(false);
        }
        catch (IOException lost)
        {
            throw await failure.ExplainAsync(program, lost).ConfigureAwait(false);
        }
        catch (TimeoutException silent)
        {
            throw failure.Silent(silent);
        }
    }

    private async Task<(SftpPart Part, ReadOnlyMemory<byte> Fields)> ReadAsync(CancellationToken ct)
    {
        byte[] head = await ReadExactlyAsync(5, ct).ConfigureAwait(false);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(head);
        return length is 0 or > LongestMessage
            ? throw SftpReply.Damaged()
            : ((SftpPart)head[4], await ReadExactlyAsync((int)length - 1, ct).ConfigureAwait(false));
    }

    private async Task<byte[]> ReadExactlyAsync(int count, CancellationToken ct)
    {
        byte[] bytes = new byte[count];
        try
        {
            for (int read = 0; read < count;)
            {
                int some = await program.Output.ReadAsync(bytes.AsMemory(read), ct).AsTask().WaitAsync(patience, ct).ConfigureAwait(false);
                read += some > 0 ? some : throw new EndOfStreamException();
            }

            return bytes;
        }
        catch (IOException lost)
        {
            throw await failure.ExplainAsync(program, lost).ConfigureAwait(false);
        }
        catch (TimeoutException silent)
        {
            throw failure.Silent(silent);
        }
    }
}
