using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Platforms.PlatformApi.Wire;

/// <summary>Writes a delivery as the platform wants it. Pure: the same delivery gives the same bytes.</summary>
internal sealed class WireWriter(WireForm form)
{
    private static readonly TimeSpan s_beijing = TimeSpan.FromHours(8);
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public ComposedDelivery Compose(Delivery delivery)
    {
        var body = new ArrayBufferWriter<byte>(1024 + delivery.Records.Sum(r => r.Data.Length + 200));
        using (var json = new Utf8JsonWriter(body, s_options))
        {
            json.WriteStartObject();
            Text(json, form.Packet["packetId"], delivery.PacketId.ToString("D"));
            Text(json, form.Packet["sender"], delivery.Sender);
            Text(json, form.Packet["dataset"], delivery.Dataset);
            Text(json, form.Packet["edition"], delivery.Edition);
            Text(json, form.Packet["sentAt"], Time(delivery.SentAt));
            if (form.Packet["count"].Length > 0)
            {
                json.WriteNumber(form.Packet["count"], delivery.Records.Count);
            }

            Records(json, delivery.Records);
            json.WriteEndObject();
        }

        return new ComposedDelivery(delivery, body.WrittenMemory, SHA256.HashData(body.WrittenSpan));
    }

    /// <summary>A list; with one record a call, that record as an object, or its fields beside the packet's.</summary>
    private void Records(Utf8JsonWriter json, IReadOnlyList<DeliveryRecord> records)
    {
        string name = form.Packet["records"];
        if (name.Length == 0)
        {
            Fields(json, records[0]);
            return;
        }

        json.WritePropertyName(name);
        if (!form.OneRecord)
        {
            json.WriteStartArray();
        }

        foreach (var record in records)
        {
            json.WriteStartObject();
            Fields(json, record);
            json.WriteEndObject();
        }

        if (!form.OneRecord)
        {
            json.WriteEndArray();
        }
    }

    private void Fields(Utf8JsonWriter json, DeliveryRecord record)
    {
        bool withdraws = record.Operation == Operation.Withdraw;
        json.WriteString(form.Record["recordId"], record.Id.ToString());
        if (form.Record["version"].Length > 0)
        {
            json.WriteNumber(form.Record["version"], record.Version);
        }

        json.WriteString(form.Record["operation"], Word(withdraws ? "WITHDRAW" : "PUBLISH"));
        if (withdraws)
        {
            Text(json, form.Record["reason"], Word(record.Reason ?? ""));
            return;
        }

        string name = form.Record["data"];
        if (name.Length > 0)
        {
            json.WriteStartObject(name);
        }

        using (var data = JsonDocument.Parse(record.Data))
        {
            foreach (var field in data.RootElement.EnumerateObject())
            {
                Field(json, field);
            }
        }

        if (name.Length > 0)
        {
            json.WriteEndObject();
        }
    }

    private void Field(Utf8JsonWriter json, JsonProperty field)
    {
        bool isDate = form.DateForm != "yyyy/MM/dd" && field.Value.ValueKind == JsonValueKind.String && (form.DateFields.Count == 0 || form.DateFields.Contains(field.Name));
        if (isDate && DateOnly.TryParseExact(field.Value.GetString(), "yyyy/MM/dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            json.WriteString(field.Name, date.ToString(form.DateForm, CultureInfo.InvariantCulture));
        }
        else
        {
            field.WriteTo(json);
        }
    }

    private static void Text(Utf8JsonWriter json, string name, string value)
    {
        if (name.Length > 0)
        {
            json.WriteString(name, value);
        }
    }

    private string Word(string ours) => form.Words.GetValueOrDefault(ours, ours);

    private string Time(DateTimeOffset at) => at.ToOffset(s_beijing).ToString(form.TimeForm.Length > 0 ? form.TimeForm : "yyyy-MM-ddTHH:mm:ss.fff+08:00", CultureInfo.InvariantCulture);
}
