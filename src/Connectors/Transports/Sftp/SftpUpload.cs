using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Transports.Sftp;

/// <summary>Writes a local file into an open one with several requests under way.</summary>
internal sealed class SftpUpload(SftpChannel channel, byte[] handle, string name)
{
    private const int Ahead = 16;
    private const int Piece = 32 << 10;

    public async Task CopyAsync(string source, CancellationToken ct)
    {
        await using var file = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read, Piece, FileOptions.Asynchronous | FileOptions.SequentialScan);
        var sent = new Queue<uint>();
        byte[] piece = new byte[Piece];
        long at = 0;
        int read;
        while ((read = await file.ReadAtLeastAsync(piece, Piece, throwOnEndOfStream: false, ct).ConfigureAwait(false)) > 0)
        {
            long place = at;
            sent.Enqueue(await channel.SendAsync(SftpPart.Write, r => r.Bytes(handle).Long(place).Bytes(piece.AsSpan(0, read)), ct).ConfigureAwait(false));
            at += read;
            if (sent.Count == Ahead)
            {
                await WrittenAsync(sent.Dequeue(), ct).ConfigureAwait(false);
            }
        }

        while (sent.TryDequeue(out uint number))
        {
            await WrittenAsync(number, ct).ConfigureAwait(false);
        }
    }

    private async Task WrittenAsync(uint number, CancellationToken ct)
    {
        var status = (await channel.ReceiveAsync(number, ct).ConfigureAwait(false)).Status();
        if (status != SftpStatus.Ok)
        {
            throw new ConnectorException(FailureKind.Transient, $"{name}: the server does not write it (status {(uint)status}): check its space and limits");
        }
    }
}
