using System.Security.Cryptography;
using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// Says whom a record is about. Organisations by their best code; natural persons by a digest keyed with the hub's own key, so that nobody without it can
/// try numbers. A number with asterisks gives another identity than the whole number. Not thread-safe.
/// </summary>
internal sealed class SubjectIdentity(DatasetPlanSubject subject, byte[] key)
{
    /// <summary>Bytes of a digest that are kept: 192 bits.</summary>
    private const int Kept = 24;

    private readonly byte[] _id = new byte[SubjectCode.Longest];
    private byte[] _buffer = new byte[512];

    /// <summary>Sets subject and kind.</summary>
    public void Set(RecordDraft draft)
    {
        var record = draft.Record;
        record.NaturalPerson = subject.IsPerson(draft.Values);
        record.SubjectId = _id.AsMemory(0, record.NaturalPerson ? WritePerson(draft.Values) : WriteOrganisation(draft.Values));
    }

    private int WriteOrganisation(RecordValues values)
    {
        var uscc = Value(values, subject.Uscc);
        var tax = Value(values, subject.TaxNo);
        var code = UsccCode.IsValid(uscc) ? uscc : UsccCode.IsValid(tax) ? tax : default;
        if (!code.IsEmpty)
        {
            code.CopyTo(_id);
            return code.Length;
        }

        int length = WriteCode(SubjectCode.Reg, Value(values, subject.RegNo));
        length = length > 0 ? length : WriteCode(SubjectCode.Org, Value(values, subject.OrgCode));
        length = length > 0 ? length : TaxNumber.NamesPerson(tax) ? WriteKeyed("ID"u8, tax, default) : WriteCode(SubjectCode.Tax, tax);
        return length > 0 ? length : WriteName(Value(values, subject.Name));
    }

    private int WritePerson(RecordValues values)
    {
        var id = Value(values, subject.PersonId);
        id = id.IsEmpty ? Value(values, subject.TaxNo) : id;
        var name = Value(values, subject.Name);
        return id.IsEmpty ? WriteKeyed("NAME"u8, name, default)
            : CitizenId.IsMasked(id) ? WriteKeyed("MASKED"u8, id, name)
            : WriteKeyed("ID"u8, id, default);
    }

    /// <summary>A code with its kind; 0 when there is none or it cannot be one. What resembles a person's number is kept only as a digest.</summary>
    private int WriteCode(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> code)
    {
        if (!SubjectCode.Fits(kind, code))
        {
            return 0;
        }

        if (SubjectCode.IsPersonal(code))
        {
            return WriteKeyed("ID"u8, code, default);
        }

        kind.CopyTo(_id);
        code.CopyTo(_id.AsSpan(kind.Length));
        return kind.Length + code.Length;
    }

    private int WriteName(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
        {
            return 0;
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(name, digest);
        return WriteDigest(SubjectCode.Name, digest);
    }

    private int WriteKeyed(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        int length = kind.Length + first.Length + second.Length + 2;
        if (_buffer.Length < length)
        {
            _buffer = new byte[length];
        }

        kind.CopyTo(_buffer);
        _buffer[kind.Length] = 0x1F;
        first.CopyTo(_buffer.AsSpan(kind.Length + 1));
        _buffer[kind.Length + 1 + first.Length] = 0x1F;
        second.CopyTo(_buffer.AsSpan(kind.Length + first.Length + 2));
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, _buffer.AsSpan(0, length), digest);
        return WriteDigest(SubjectCode.Person, digest);
    }

    private int WriteDigest(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> digest)
    {
        kind.CopyTo(_id);
        Convert.TryToHexStringLower(digest[..Kept], _id.AsSpan(kind.Length), out int written);
        return kind.Length + written;
    }

    private static ReadOnlySpan<byte> Value(RecordValues values, int ordinal) => ordinal < 0 ? default : values[ordinal];
}
