// Reads every spelling of a file with Google's libphonenumber; prints how many a second.

#include <phonenumbers/phonenumberutil.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

int main(int, char** argv) {
    std::vector<std::pair<std::string, std::string>> cases;
    std::ifstream file(argv[1]);
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line[0] == '#') continue;
        const auto text = line.find('\t');
        cases.emplace_back(line.substr(0, text), line.substr(text + 1, line.find('\t', text + 1) - text - 1));
    }
    const PhoneNumberUtil& util = *PhoneNumberUtil::GetInstance();
    const auto read_all = [&] {
        std::size_t valid = 0;
        for (const auto& [text, home] : cases) {
            PhoneNumber number;
            if (util.Parse(text, home, &number) != PhoneNumberUtil::NO_PARSING_ERROR) continue;
            if (!util.IsValidNumber(number)) continue;
            (void)util.GetNumberType(number);
            std::string shown;
            for (const auto form : {PhoneNumberUtil::E164, PhoneNumberUtil::INTERNATIONAL, PhoneNumberUtil::NATIONAL})
                util.Format(number, form, &shown);
            ++valid;
        }
        return valid;
    };
    read_all();  // Loads the regions' data and fills the caches.
    const auto started = std::chrono::steady_clock::now();
    read_all();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
    std::cout << static_cast<double>(cases.size()) / took.count() << '\n';
}
