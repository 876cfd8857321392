using System.Security.Cryptography;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Platforms.FilePacket;

/// <summary>
/// Puts packets as numbered ZIP files into a place and reads the other side's feedback files. A repeat puts the same bytes under the same name.
/// Answers are values; only cancellation throws. Thread-safe.
/// </summary>
internal sealed class FilePacketPlatform(FilePacketSettings settings, IPacketPlace place, HandedOver handed) : IPlatform, IReceiptLookup
{
    private const int MaxFeedback = 10 << 20;

    /// <inheritdoc/>
    public Task<PlatformLimits?> GetLimitsAsync(CancellationToken ct) => Task.FromResult<PlatformLimits?>(null);

    /// <inheritdoc/>
    public ComposedDelivery Compose(Delivery delivery) => PacketArchive.Compose(delivery, settings.Format);

    /// <inheritdoc/>
    public Task<DeliveryAnswer> SendAsync(ComposedDelivery delivery, CancellationToken ct) => GuardAsync(async () =>
    {
        var sent = delivery.Delivery;
        string number = PacketNumber.Of(sent.PacketId);
        var (answer, digest) = await ReadAsync(sent, ct).ConfigureAwait(false);
        if (answer is not null && answer.Kind != AnswerKind.NotReceived)
        {
            return answer;
        }

        await place.PutAsync(settings.NameOf(sent) + ".zip", delivery.Body, ct).ConfigureAwait(false);
        handed.Note(number, digest);
        return HandedOverAnswer(sent, number);
    }, ct);

    /// <inheritdoc/>
    public Task<DeliveryAnswer> FindAsync(Guid packetId, CancellationToken ct) =>
        // the name of a packet tells more than its id: without the delivery there is no file to look for
        Task.FromResult(new DeliveryAnswer(AnswerKind.Unknown, OperatorMessage: "a packet file is found by its delivery only"));

    /// <inheritdoc/>
    public Task<DeliveryAnswer> FindAsync(Delivery delivery, CancellationToken ct) => GuardAsync(async () =>
    {
        string number = PacketNumber.Of(delivery.PacketId);
        var (answer, digest) = await ReadAsync(delivery, ct).ConfigureAwait(false);
        if (answer is not null && (answer.Kind != AnswerKind.NotReceived || handed.Noted(number) != digest))
        {
            return answer;
        }

        return handed.Has(number) || await place.HoldsAsync(settings.NameOf(delivery) + ".zip", ct).ConfigureAwait(false)
            ? HandedOverAnswer(delivery, number)
            : new DeliveryAnswer(AnswerKind.NotReceived);
    }, ct);

    /// <summary>What the feedback says, and the digest of its bytes ("" when there is none). A file that cannot be read says nothing yet.</summary>
    private async Task<(DeliveryAnswer? Answer, string Digest)> ReadAsync(Delivery delivery, CancellationToken ct)
    {
        if (!settings.AwaitsFeedback || await place.FeedbackAsync(settings.NameOf(delivery) + settings.FeedbackEnding, MaxFeedback, ct).ConfigureAwait(false) is not { } bytes)
        {
            return (null, "");
        }

        var answer = FeedbackReader.Read(bytes, settings.Format) is { } feedback ? FeedbackAnswer.Of(feedback, delivery.PacketId, delivery, settings) : null;
        return (answer, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private DeliveryAnswer HandedOverAnswer(Delivery delivery, string number)
    {
        var status = settings.AwaitsFeedback ? RecordStatus.Pending : RecordStatus.Accepted;
        return new DeliveryAnswer(
            AnswerKind.Answered, ReceiptNo: settings.AwaitsFeedback ? null : number,
            Results: [.. delivery.Records.Select(record => new RecordAnswer(record.Id, record.Version, status, null, null, null))],
            RetryAfter: settings.AwaitsFeedback ? settings.Ask : null);
    }

    /// <summary>Nothing here can have been half done: a file is in place under its name or it is not.</summary>
    private static async Task<DeliveryAnswer> GuardAsync(Func<Task<DeliveryAnswer>> work, CancellationToken ct)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (ConnectorException failure)
        {
            ct.ThrowIfCancellationRequested();
            return new DeliveryAnswer(failure.Kind == FailureKind.Config ? AnswerKind.Config : AnswerKind.Transient, OperatorMessage: failure.OperatorMessage);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            ct.ThrowIfCancellationRequested();
            return new DeliveryAnswer(AnswerKind.Transient, OperatorMessage: $"the notes of packets handed over cannot be written ({failure.GetType().Name}): check the data directory");
        }
    }
}
