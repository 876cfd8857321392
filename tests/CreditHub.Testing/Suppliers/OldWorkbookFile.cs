using System.Buffers.Binary;
using System.Text;

namespace CreditHub.Testing.Suppliers;

/// <summary>Writes an .xls: a compound file with one stream of BIFF8 records, one sheet, texts as labels or shared, doubles as numbers, days in style 1.</summary>
public static class OldWorkbookFile
{
    private const int Sector = 512;
    private const int SmallestStream = 4096;
    private const int Places = Sector / 4;
    private const int InHeader = 109;
    private const int LongestRecord = 8224;

    /// <summary>Cells: string, double or DateTime. <paramref name="shared"/>: each text stands once, as spreadsheet programs write it.</summary>
    public static byte[] Write(string sheet, IReadOnlyList<object?[]> rows, bool shared = false) =>
        Compound(Workbook(sheet, rows, shared ? [.. rows.SelectMany(row => row).OfType<string>().Distinct()] : []));

    private static byte[] Workbook(string sheet, IReadOnlyList<object?[]> rows, IReadOnlyList<string> shared)
    {
        var places = shared.Select((text, i) => (text, i)).ToDictionary(pair => pair.text, pair => pair.i);
        byte[] texts = Texts(shared);
        byte[] name = Encoding.Unicode.GetBytes(sheet);
        byte[] xfDay = new byte[20], xf = new byte[20];
        xfDay[2] = 14;
        byte[] begin = [.. Record(0x809, Beginning(5)), .. Record(0xE0, xf), .. Record(0xE0, xfDay)];
        int sheetAt = begin.Length + 4 + 8 + name.Length + texts.Length + 4;
        byte[] bound = new byte[8 + name.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bound, sheetAt);
        bound[6] = (byte)sheet.Length;
        bound[7] = 1;
        name.CopyTo(bound, 8);
        var stream = new List<byte>([.. begin, .. Record(0x85, bound), .. texts, .. Record(0x0A, [])]);
        stream.AddRange(Record(0x809, Beginning(0x10)));
        byte[] dimensions = new byte[14];
        BinaryPrimitives.WriteInt32LittleEndian(dimensions.AsSpan(4), rows.Count);
        BinaryPrimitives.WriteInt16LittleEndian(dimensions.AsSpan(10), (short)rows.Max(row => row.Length));
        stream.AddRange(Record(0x200, dimensions));
        for (int r = 0; r < rows.Count; r++)
        {
            byte[] row = new byte[16];
            BinaryPrimitives.WriteInt16LittleEndian(row, (short)r);
            BinaryPrimitives.WriteInt16LittleEndian(row.AsSpan(4), (short)rows[r].Length);
            stream.AddRange(Record(0x208, row));
            for (int c = 0; c < rows[r].Length; c++)
            {
                stream.AddRange(Cell(r, c, rows[r][c] is string text && places.TryGetValue(text, out int at) ? at : rows[r][c]));
            }
        }

        stream.AddRange(Record(0x0A, []));
        return [.. stream, .. new byte[Math.Max(0, SmallestStream - stream.Count)]];
    }

    /// <summary>The shared texts; a record that grows too long goes on in another, between two texts.</summary>
    private static byte[] Texts(IReadOnlyList<string> shared)
    {
        var all = new List<byte>();
        var record = new List<byte>([.. BitConverter.GetBytes(shared.Count), .. BitConverter.GetBytes(shared.Count)]);
        ushort kind = 0xFC;
        foreach (string text in shared)
        {
            byte[] bytes = [(byte)text.Length, (byte)(text.Length >> 8), 1, .. Encoding.Unicode.GetBytes(text)];
            if (record.Count + bytes.Length > LongestRecord)
            {
                all.AddRange(Record(kind, [.. record]));
                (kind, record) = (0x3C, []);
            }

            record.AddRange(bytes);
        }

        return shared.Count == 0 ? [] : [.. all, .. Record(kind, [.. record])];
    }

    private static byte[] Cell(int row, int column, object? value)
    {
        byte[] place = new byte[6];
        BinaryPrimitives.WriteInt16LittleEndian(place, (short)row);
        BinaryPrimitives.WriteInt16LittleEndian(place.AsSpan(2), (short)column);
        place[4] = (byte)(value is DateTime ? 1 : 0);
        return value switch
        {
            string text => Record(0x204, [.. place, (byte)text.Length, (byte)(text.Length >> 8), 1, .. Encoding.Unicode.GetBytes(text)]),
            int at => Record(0xFD, [.. place, .. BitConverter.GetBytes(at)]),
            DateTime day => Record(0x203, [.. place, .. BitConverter.GetBytes(day.ToOADate())]),
            double number => Record(0x203, [.. place, .. BitConverter.GetBytes(number)]),
            _ => [],
        };
    }

    private static byte[] Beginning(short kind)
    {
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteInt16LittleEndian(bytes, 0x600);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2), kind);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(4), 0x0DBB);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(6), 0x07CC);
        return bytes;
    }

    private static byte[] Record(ushort kind, byte[] content) =>
        [(byte)kind, (byte)(kind >> 8), (byte)content.Length, (byte)(content.Length >> 8), .. content];

    /// <summary>Header, sectors of allocation, sectors that list them (beyond the 109 the header lists), one of directory, then the stream.</summary>
    private static byte[] Compound(byte[] stream)
    {
        int sectors = (stream.Length + Sector - 1) / Sector;
        int tables = 0, lists = 0;
        while (tables * Places < tables + lists + 1 + sectors)
        {
            tables++;
            lists = (Math.Max(0, tables - InHeader) + Places - 2) / (Places - 1);
        }

        byte[] file = new byte[Sector * (2 + tables + lists + sectors)];
        Header(file, tables, lists);
        file.AsSpan(76, (Sector * (1 + tables + lists)) - 76).Fill(0xFF);
        for (int i = 0; i < tables; i++)
        {
            int beyond = i - InHeader;
            Int(file, beyond < 0 ? 76 + (4 * i) : (Sector * (1 + tables + (beyond / (Places - 1)))) + (4 * (beyond % (Places - 1))), i);
            Int(file, Sector + (4 * i), -3);
        }

        for (int i = tables; i < tables + lists; i++)
        {
            Int(file, Sector + (4 * i), -4);
            Int(file, (Sector * (2 + i)) - 4, i + 1 == tables + lists ? -2 : i + 1);
        }

        int place = tables + lists, directory = Sector * (1 + place), first = place + 1;
        Int(file, Sector + (4 * place), -2);
        for (int i = first; i < first + sectors; i++)
        {
            Int(file, Sector + (4 * i), i + 1 == first + sectors ? -2 : i + 1);
        }

        Entry(file, directory, "Root Entry", 5, 1, -2, 0);
        Entry(file, directory + 128, "Workbook", 2, -1, first, stream.Length);
        stream.CopyTo(file, directory + Sector);
        return file;
    }

    private static void Header(byte[] file, int tables, int lists)
    {
        ((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]).CopyTo(file);
        Short(file, 24, 0x3E);
        Short(file, 26, 3);
        Short(file, 28, 0xFFFE);
        Short(file, 30, 9);
        Short(file, 32, 6);
        Int(file, 44, tables);
        Int(file, 48, tables + lists);
        Int(file, 56, SmallestStream);
        Int(file, 60, -2);
        Int(file, 68, lists == 0 ? -2 : tables);
        Int(file, 72, lists);
    }

    private static void Entry(byte[] file, int at, string name, byte kind, int child, int start, int length)
    {
        Encoding.Unicode.GetBytes(name).CopyTo(file, at);
        Short(file, at + 64, (name.Length + 1) * 2);
        file[at + 66] = kind;
        file[at + 67] = 1;
        Int(file, at + 68, -1);
        Int(file, at + 72, -1);
        Int(file, at + 76, child);
        Int(file, at + 116, start);
        Int(file, at + 120, length);
    }

    private static void Short(byte[] file, int at, int value) => BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(at), (short)value);

    private static void Int(byte[] file, int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
}
