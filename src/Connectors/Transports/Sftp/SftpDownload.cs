using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Transports.Sftp;

/// <summary>Reads an open file from start to end with several requests under way.</summary>
internal sealed class SftpDownload(SftpChannel channel, byte[] handle, RemoteFile file)
{
    private const int Ahead = 32;
    private const int Piece = 32 << 10;

    public async Task CopyAsync(LocalCopy copy, CancellationToken ct)
    {
        var asked = new Queue<(uint Number, int Length)>();
        long next = 0;
        while (copy.Bytes < file.Size)
        {
            for (; next < file.Size && asked.Count < Ahead; next += asked.Last().Length)
            {
                int length = (int)Math.Min(Piece, file.Size - next);
                asked.Enqueue((await AskAsync(next, length, ct).ConfigureAwait(false), length));
            }

            var (number, wanted) = asked.Dequeue();
            await TakeAsync(copy, number, wanted, ct).ConfigureAwait(false);
        }
    }

    /// <summary>A server may answer with less than was asked for; the rest is asked for again, before what follows it.</summary>
    private async Task TakeAsync(LocalCopy copy, uint number, int wanted, CancellationToken ct)
    {
        while (true)
        {
            var reply = await channel.ReceiveAsync(number, ct).ConfigureAwait(false);
            if (reply.Part != SftpPart.Content)
            {
                throw reply.Status() == SftpStatus.EndOfFile
                    ? new ConnectorException(FailureKind.Transient, $"{file.Name}: the file became shorter while it was fetched; it is taken by the next run")
                    : new ConnectorException(FailureKind.Transient, $"{file.Name}: the server cannot read it to the end; tried again by the next run");
            }

            var piece = reply.Bytes();
            if (piece.Length == 0 || piece.Length > wanted)
            {
                throw SftpReply.Damaged();
            }

            await copy.WriteAsync(piece, ct).ConfigureAwait(false);
            wanted -= piece.Length;
            if (wanted == 0)
            {
                return;
            }

            number = await AskAsync(copy.Bytes, wanted, ct).ConfigureAwait(false);
        }
    }

    private Task<uint> AskAsync(long at, int length, CancellationToken ct) =>
        channel.SendAsync(SftpPart.Read, r => r.Bytes(handle).Long(at).Number((uint)length), ct);
}
