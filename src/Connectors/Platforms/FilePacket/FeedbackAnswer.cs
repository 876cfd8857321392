using System.Globalization;
using CreditHub.Connectors.Exchange;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Platforms.FilePacket;

/// <summary>What a feedback file means for its packet. Only what it says clearly counts; a word nobody explained leaves its record without an answer.</summary>
internal static class FeedbackAnswer
{
    /// <summary>Null when it says nothing about this packet. <paramref name="delivery"/> null: results of all records count.</summary>
    public static DeliveryAnswer? Of(Feedback feedback, Guid packetId, Delivery? delivery, FilePacketSettings settings)
    {
        string number = PacketNumber.Of(packetId);
        bool ours = feedback.Packet is null ? settings.Format == PacketFormat.Csv
            : feedback.Packet == number || (Guid.TryParse(feedback.Packet, out var id) && id == packetId);
        if (!ours)
        {
            return null;
        }

        string receipt = AnswerText.Clean(feedback.ReceiptNo is { Length: > 0 and <= 200 } told ? told : number);
        return feedback.Whole switch
        {
            "BAD_PACKET" => new DeliveryAnswer(AnswerKind.PacketRefused, OperatorMessage: "反馈文件：整包被拒收（BAD_PACKET）"),
            "TOO_LARGE" => new DeliveryAnswer(AnswerKind.TooLarge, OperatorMessage: "反馈文件：包过大（TOO_LARGE）"),
            "UNKNOWN_DATASET" => new DeliveryAnswer(AnswerKind.DatasetRefused, OperatorMessage: "反馈文件：对方不接收该数据集（UNKNOWN_DATASET）"),
            "NOT_RECEIVED" or "BAD_DIGEST" => new DeliveryAnswer(AnswerKind.NotReceived, OperatorMessage: "反馈文件：对方未收到完整的包，请求重发"),
            _ => Results(feedback, delivery, settings) is { Count: > 0 } results
                ? new DeliveryAnswer(AnswerKind.Answered, ReceiptNo: receipt, Results: results, RetryAfter: Decided(results, delivery) ? null : settings.Ask)
                : null,
        };
    }

    private static bool Decided(List<RecordAnswer> results, Delivery? delivery) =>
        results.Count >= (delivery?.Records.Count ?? 0) && results.TrueForAll(result => result.Status != RecordStatus.Pending);

    private static List<RecordAnswer> Results(Feedback feedback, Delivery? delivery, FilePacketSettings settings)
    {
        var expected = delivery is null ? null : new Expected(delivery.Records);
        var results = new List<RecordAnswer>(feedback.Results.Count);
        foreach (var told in feedback.Results)
        {
            if (RecordId.TryParse(told.RecordId, out var id) && int.TryParse(told.Version, NumberStyles.None, CultureInfo.InvariantCulture, out int version)
                && settings.Statuses.Find(told.Status) is { } status)
            {
                var answer = new RecordAnswer(id, version, status, Clean(told.Code), Clean(told.Field), Clean(told.Message));
                if (expected?.Take(answer) != false)
                {
                    results.Add(answer);
                }
            }
        }

        if (expected is { HasDoubles: true })
        {
            results.RemoveAll(expected.IsDoubled);
        }

        return results;
    }

    private static string? Clean(string? text) => string.IsNullOrEmpty(text) ? null : AnswerText.Clean(text);
}
