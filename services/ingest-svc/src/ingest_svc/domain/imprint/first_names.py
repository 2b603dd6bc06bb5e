"""First names of the people who work in German, Austrian and Swiss companies.

Faker keeps lists by country; those of the neighbours and of the countries most immigrants came from are used. What they
lack is added here by hand, and what is a common word first and a name second is left out.
"""

from __future__ import annotations

import importlib
import unicodedata
from functools import cache

_LOCALES = """
    de_DE de_AT de_CH tr_TR pl_PL it_IT fr_FR fr_CH nl_NL hr_HR cs_CZ sk_SK hu_HU ro_RO es_ES pt_PT da_DK sv_SE no_NO
    fi_FI en_GB sl_SI et_EE lt_LT lv_LV
"""
_MORE = """
    Nepomuk Xaver Quirin Kilian Vinzenz Kaspar Balthasar Gundolf Wendelin Kreszenz Walpurga Afra Burkhard Eckhart
    Ekkehard Abdul Abdullah Achmed Adama Adnan Agim Ahmad Ahmed Aischa Ajla Akin Alaa Albrecht Alejandro Alexej
    Alban Ali Aliya Alma Almut Altan Amal Amina Amir Amira Anamaria Andrej Anil Anisa Anja Anke Annegret Annekathrin
    Anneke Anneliese Annelies Annerose Antje Antonija Arben Arda Arian Aris Arjun Armend Arta Arton Arzu Asif Asmaa
    Aurelia Ayaan Aylin Azra Babak Baran Bastian Beat Behar Bekim Berat Berit Besim Bilal Birte Blerim Blerta Boban
    Bogdan Boi Boris Burgi Burhan Can Carsten Catalin Catrin Cem Chantal Christl Chris Cora Cornel Cord Dagmara
    Dalia Danijela Daria Darko Deepak Dejan Denise Dimitri Dirk Dragan Drilon Driton Edin Ehsan Ekaterina Elira Elke
    Ella Elmira Emeka Emin Emine Emre Endrit Enes Enno Enver Ercan Erdal Erkan Eugen Ewa Fadi Faisal Fabienne Farid
    Faruk Fatbardha Fati Fatih Fatima Fatma Ferhat Fiete Fokko Fjolla Folke Frauke Friedel Fritz Gabi Gaby Gabriela
    Geli Gent Georgios Gerd Gero Gianluca Gitte Goran Gottlieb Grit Gudrun Gundula Hakan Halil Hamid Hanna Hannes
    Harm Hasan Hassan Hauke Heiko Heiner Heinz Helge Hermine Hilal Hinnerk Hossein Hubert Hussein Ibrahim Ilias Ilir
    Ilka Ilona Ilse Imke Ines Inka Inken Insa Ioannis Irmi Isabell Iwan Jamal Jana Janek Janka Jannik Jasmin Javad
    Jelena Jens Jeton Jette Jihad Joachim Jochen Jonte Jovana Jule Julijana Juri Jutta Kai Kamil Karim Karin Karsten
    Katharina Kathrin Katja Katrin Kay Kerstin Kevin Khaled Khalil Kim Kira Klaas Konstantinos Korbinian Kübra Kurt
    Kyra Laila Lale Lamin Lara Lars Lasse Latif Leif Lenz Levin Lia Lidia Lilli Lilly Ling Liridon Liridona Lisbeth
    Lothar Luigi Lutz Mahdi Mahmoud Mahmut Maike Malte Mandy Maren Marek Margret Margrit Marieke Marion Mariusz
    Marlies Marten Marvin Mathilda Matteo Matti Maxim Mechthild Mehdi Mehmet Mei Meike Melek Melissa Meral Merle
    Mert Mia Mika Milan Milena Miriam Mirjam Mirko Mohamad Mohamed Mohammad Mohammed Momme Moni Morten Muhamed
    Muhammad Murat Musa Mustafa Nadim Nadin Nadine Naser Nasrin Neele Nermin Neslihan Ngoc Nikolaos Nils Noor Nour
    Nuno Nuray Nuri Ole Oleg Oleksandr Olena Olga Oluwaseun Omar Ömer Onno Orhan Osman Paola Parisa Pascal Pawel
    Peer Petros Phil Piet Piotr Priya Qendrim Raimund Raj Rajesh Ralf Rami Ramona Rana Reemt Regula Resul Reto Reza
    Rico Rina Roger Roland Roman Ronja Rosi Roswitha Runa Ruth Sabrina Said Salih Salim Salvatore Samir Sandro Sanja
    Sara Saskia Sebnem Selim Semra Sepp Serdar Sergej Serhat Serkan Shpresa Sibylle Silke Silvana Sina Sinan Siri
    Slavica Slobodan Snezana Sophia Soraya Sönke Stefanie Steffi Sunil Svetlana Swantje Swen Swetlana Sybille Tabea
    Tamara Tanja Tarek Tarik Tatjana Telse Thi Thies Thu Thorben Thore Tilo Tina Tjark Tjorven Tom Toni Torben Torge
    Traudl Trudi Tuan Tülay Udo Ufuk Ugur Uli Ulla Ülkü Umut Urs Ursina Uschi Utz Uwe Valentin Valon Vanessa Vedat
    Veit Vera Verena Veronika Vesna Viet Viktor Vivien Vjosa Vlado Volkan Volker Vreni Waldemar Walburga Walid Wang
    Wenke Werner Wibke Wiebke Wilko Willi Wladimir Wolodymyr Xenia Yannick Yannik Yasemin Yasin Yasmin Ylva Yusuf
    Yves Yvonne Zahra Zdravko Zehra Zeki Zeynep Zita Zoran
    Abdelkader Abdi Aboubakar Adem Afrim Agnesa Ahmet Aissatou Albana Alina Alketa Aliye Amadou Ammar Amra Aram Arash
    Arbnora Ardian Arjan Armin Arsim Artan Asmin Asya Atakan Atilla Avni Ayhan Ayman Aynur Ayse Azad Azize Bahar Bahri
    Bakary Baris Bashir Basim Batuhan Bedri Behnam Bekir Belma Berfin Berkay Besart Beyza Birgül Blerina Branislav
    Branka Burak Burcu Bünyamin Celal Cemal Cemil Cengiz Ceren Cetin Cihan Cosmina Cuong Davor Deniz Derman Derya
    Desiree Dewi Dilan Dilek Dorentina Dragana Duc Dunja Dursun Ebru Eda Edona Egzon Ekrem Elif Elmar Elvira Enis Erdem
    Eren Erhan Erkut Erol Ersin Esra Evren Fahri Fatjon Fatlum Faton Fehmi Ferdi Feride Ferit Fikret Filiz Firat Fisnik
    Flamur Florim Fuat Funda Furkan Gamze Gazmend Gezim Gökhan Gül Gülay Gülsüm Haider Hamed Hamza Hanife Haris Hatice
    Haydar Hikmet Hoang Hülya Hüseyin Hung Huong Huseyin Huy Idris Ihsan Ilhan Ilker Imad Imran Inanc Ionut Irfan
    Isidora Ismail Ismet Izabela Izet Jamila Jasmina Jawad Jetmir Jihan Kaan Kadir Kemal Kenan Khadija Khanh Kimete
    Kyrylo Kujtim Kushtrim Lien Linh Lirim Ljiljana Luan Lulzim Mahir Majid Maksym Mamadou Mansour Maryam Medina Melih
    Melis Memet Mensur Meryem Mesut Metin Minh Miodrag Mirela Mirjeta Mladen Moussa Mücahit Müslüm Mykola Naim Namik
    Nazan Nazli Nejat Nenad Nevzat Ngoc Nhung Nihat Nikola Nimet Nuri Nurten Oanh Oguz Oguzhan Okan Oktay Oksana Ozan
    Öznur Özgür Özlem Pinar Phuong Predrag Quang Ramazan Rashid Recep Redzep Refik Reham Remzi Rezan Ridvan Rifat Riza
    Rukiye Rüstem Sabri Sadik Safak Safet Salah Sami Samira Sanel Sedat Sefa Selcuk Selda Selin Senad Senol Serap
    Sercan Serif Sevda Sevgi Sevim Shkelzen Shqipe Sibel Sladjana Songül Suat Sükrü Süleyman Sümeyye Suzana Tamer Taner
    Tayfun Thang Thanh Thao Thuy Timur Tolga Trang Tugba Tuncay Turan Ülker Ümit Valdet Veton Vildan Visar Vlora Wael
    Wassim Xhevat Yahya Yakup Yalcin Yelda Yunus Yuriy Yusra Zafer Zana Zekeriya Bernd Denis Emil Kees Nora
    Rüdiger Selma Viviane Zeljko Ziad Zlatko Zuhal Zülfiye
    Andi Barbla Basti Bertl Biggi Conni Edi Ferdl Franzi Geri Gitti Günni Hannerl Hansi Hampi Heinke Hendrike Hias Hilka
    Hilke Jachen Jessy Jogi Jördis Joschi Joschka Jupp Karli Katinka Kerrin Köbi Levke Lisl Loisl Luggi Luitpold Manni
    Matze Michi Nici Pepi Poldi Reini Rieke Rike Röbi Ruprecht Schorsch Siggi Sigi Sinja Sissi Stani Tini Tomke Traudi
    Ulli Ully Ursi Vroni Wastl Wendel Wetti Wienke Wolfi Zenzi
"""
_WORDS = """
    april august bell bella bild bleu blume christ dom faire felder ferien fest gold grau grün gut haus hell herz
    hof ideal international juli juni jung klar könig kunst laden land lang lieb licht linde live mai marina markt
    mercedes mode neu nord novum ost park plan platz reich rein royal see sonne sommer sport stark stein stern süd
    senior junior summer tag technik top villa viola wald weg welt west wild winter wolke zeit
"""


_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "ł": "l", "ı": "i", "đ": "d"})


def fold(text: str) -> str:
    """Lower case without accents; umlauts as they are written without them (`ä` is `ae`)."""
    lowered = text.lower().translate(_FOLDED)
    return "".join(one for one in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(one))


def is_first_name(word: str) -> bool:
    """Whether a word is a first name, or several joined by hyphens of which the first is one."""
    parts = [part for part in fold(word).split("-") if part]
    return bool(parts) and parts[0] in _known()


@cache
def _known() -> frozenset[str]:
    names: set[str] = set(_MORE.split())
    for locale in _LOCALES.split():
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for kind in dir(provider):
            listed = getattr(provider, kind) if "first_name" in kind else ()
            names |= (
                {name for name in listed if isinstance(name, str)} if isinstance(listed, (tuple, list, dict)) else set()
            )
    single = {fold(part) for name in names for part in name.replace("-", " ").split() if len(part) > 1}
    return frozenset(single - {fold(word) for word in _WORDS.split()})
